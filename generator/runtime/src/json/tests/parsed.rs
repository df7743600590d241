//! Tests of strings that have a type of their own.

use std::net::Ipv4Addr;

use crate::runtime::Patch;
use crate::runtime::json::{self, Parsed, Reader};

type Address = Parsed<Ipv4Addr>;

#[derive(Clone, Debug, Default, PartialEq)]
struct Host {
    address: Option<Address>,
    gateway: Patch<Address>,
    others: Option<Vec<Address>>,
}

crate::object! {
    Host {
        "address" => optional address,
        "gateway" => patch gateway,
        "others" => optional others,
    }
}

#[test]
fn strings_are_parsed_and_displayed() {
    let text = r#"{"address":"10.0.0.1","gateway":null,"others":["10.0.0.2"]}"#;
    let host: Host = json::from_str(text).unwrap();
    assert_eq!(host.address, Some(Ipv4Addr::new(10, 0, 0, 1).into()));
    assert!(host.address.unwrap().is_private());
    assert_eq!(json::to_string(&host).unwrap(), text);
    assert_eq!(format!("{:?}", host.others), "Some([10.0.0.2])");
}

#[test]
fn a_string_that_the_type_rejects_is_a_value_of_the_wrong_shape() {
    let text = r#"{"address":"10.0.0.256","others":["10.0.0.2"]}"#;
    let (host, warnings) = Reader::new(text).read::<Host>().unwrap();
    assert_eq!(host.address, None);
    assert_eq!(host.others.unwrap().len(), 1);
    let shown: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        ["address: the string is not a valid `core::net::ip_addr::Ipv4Addr`"]
    );
    let error = json::from_str::<Vec<Address>>(r#"["10.0.0.1","x"]"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "[1]: the string is not a valid `core::net::ip_addr::Ipv4Addr`"
    );
    let error = json::from_str::<Address>("7").unwrap_err();
    assert_eq!(error.to_string(), "expected a string, found a number");
}
