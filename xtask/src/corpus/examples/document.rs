//! Holds the examples of one document against the types of its crate, in a process of its own.
//!
//! In: a document and a folder. Out: a [`Report`] on standard output. Every example that stands under a schema with a type is
//! decoded by a program that is made for the document, encoded again and compared. What an example loses without having agreed
//! with its own schema is the document's fault; what it loses otherwise is ours.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use generator::api::{Api, Shape, TypeId, TypeName, TypeRef};
use generator::emit::{self, File};
use generator::options::Package;
use generator::rust::{ResourceFeatures, Ty};
use generator::{Options, Outcome, rust};

use super::cases::{self, Case, Cases, Direction};
use super::compare;
use super::program::{Checked, Program};
use super::report::{Failure, Report};
use super::validate::Validator;
use crate::say;

/// What is done with which document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Job {
    /// The document.
    pub(crate) document: PathBuf,
    /// Where the program goes.
    pub(crate) folder: PathBuf,
    /// Where cargo builds.
    pub(crate) target: PathBuf,
    /// The document's id, which the package is called by.
    pub(crate) id: String,
    /// How long each compilation may take, in seconds.
    pub(crate) seconds: u64,
    /// How much memory each may have, in MiB.
    pub(crate) mebibytes: u64,
}

/// Makes the program, runs it, and prints the report.
///
/// # Errors
///
/// The program cannot be built or run: why. A document that is refused has no examples.
pub(crate) fn run(job: &Job) -> Result<(), String> {
    let package = Package::new(&job.id, None).map_err(|error| error.to_string())?;
    let mut options = Options::new(&job.document, package);
    // The program is compiled without the default features, and needs the types of all resources.
    options.plan.resource_features = ResourceFeatures::Never;
    let outcome = generator::generate(&options);
    let report = match &outcome.files {
        None => Report {
            skipped: [("the document is refused".to_owned(), 1)].into(),
            ..Report::new(&job.id)
        },
        Some(files) => check(&outcome, files, job)?,
    };
    say::out(&report.to_text());
    Ok(())
}

/// An example with the index of its type.
type Held<'a> = (Case<'a>, usize);

fn check(outcome: &Outcome, files: &[File], job: &Job) -> Result<Report, String> {
    let mut report = Report::new(&job.id);
    let (Some(document), Some(api)) = (&outcome.document, &outcome.api) else {
        return Ok(report);
    };
    let Cases { list, skipped } = cases::collect(document);
    report.skipped = skipped;
    let (program, held) = prepare(api, list, &mut report);
    if held.is_empty() {
        return Ok(report);
    }
    let answers = program.run(files, job)?;
    let mut validators = HashMap::new();
    for ((case, number), checked) in held.iter().zip(&answers) {
        let failure = |cause: String| Failure {
            pointer: case.pointer(&outcome.sources),
            ty: program.types[*number].clone(),
            cause,
        };
        let validator = match validators.entry(case.direction) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                free.insert(Validator::new(document, &outcome.sources, case.direction)?)
            }
        };
        match judge(validator, case, checked, &mut report) {
            Judged::Survived => report.survived += 1,
            Judged::Lost(cause) => report.failures.push(failure(cause)),
            Judged::Contradicting(cause) => report.contradictions.push(failure(cause)),
        }
    }
    Ok(report)
}

/// Finds the types of examples. What has none is counted.
fn prepare<'a>(api: &Api, list: Vec<Case<'a>>, report: &mut Report) -> (Program, Vec<Held<'a>>) {
    let request_forms = request_forms(api);
    let uses: Vec<Option<TypeRef>> = list
        .iter()
        .map(|case| {
            let used = api.of_schemas[case.schema.0 as usize]?;
            let id = match case.direction {
                Some(Direction::Request) => *request_forms.get(&used.id).unwrap_or(&used.id),
                _ => used.id,
            };
            Some(TypeRef { id, ..used })
        })
        .collect();
    let known: Vec<TypeRef> = uses.iter().flatten().copied().collect();
    let mut types = rust::rust_types(api, &known).into_iter();
    let mut program = Program::default();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut held = Vec::new();
    for (mut case, used) in list.into_iter().zip(uses) {
        let found = used.and_then(|used| Some((used, types.next()??)));
        let (used, ty) = match found {
            Some((used, ty)) if is_json(api, (used.id, &ty)) => (used, ty),
            other => {
                let why = other.map_or("no type of its own", |_| "not JSON");
                *report.skipped.entry(why.to_owned()).or_default() += 1;
                continue;
            }
        };
        report.free_form += usize::from(matches!(ty, Ty::Json | Ty::JsonMap));
        let path = emit::path(&ty, "crate");
        let number = *numbers.entry(path).or_insert_with_key(|path| {
            program.types.push(path.clone());
            program.types.len() - 1
        });
        program.cases.push((number, super::json::text(case.value)));
        case.direction = case.direction.or(cases::direction(api.get(used.id)));
        held.push((case, number));
    }
    (program, held)
}

/// Returns the types that stand for others in requests.
fn request_forms(api: &Api) -> HashMap<TypeId, TypeId> {
    let forms = (0..)
        .zip(&api.types)
        .filter_map(|(index, ty)| match ty.name {
            TypeName::Request(whole) => Some((whole, TypeId(index))),
            _ => None,
        });
    forms.collect()
}

/// Returns whether values of a type are JSON: bytes are not, nor is what holds files, which forms alone carry.
fn is_json(api: &Api, (id, ty): (TypeId, &Ty)) -> bool {
    !is_bytes(ty) && !holds_files(api, id)
}

fn is_bytes(ty: &Ty) -> bool {
    match ty {
        Ty::Bytes => true,
        Ty::Vec(inner) | Ty::Map(inner) | Ty::Option(inner) | Ty::Box(inner) => is_bytes(inner),
        _ => false,
    }
}

fn holds_files(api: &Api, id: TypeId) -> bool {
    let mut seen = HashSet::from([id]);
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        let shape = &api.get(id).shape;
        let parts: Vec<TypeId> = match shape {
            Shape::File => return true,
            Shape::List(inner) | Shape::Map(inner) => vec![inner.id],
            Shape::Struct(shape) => {
                let fields = shape.fields.iter().map(|field| field.ty.id);
                fields.chain(shape.additional.map(|ty| ty.id)).collect()
            }
            Shape::Union(shape) => shape.variants.iter().map(|one| one.ty.id).collect(),
            _ => Vec::new(),
        };
        open.extend(parts.into_iter().filter(|part| seen.insert(*part)));
    }
    false
}

/// What is found of an example.
enum Judged {
    /// It agrees with its schema and survived.
    Survived,
    /// It agrees and did not survive: why.
    Lost(String),
    /// It does not agree: why.
    Contradicting(String),
}

fn judge(
    validator: &mut Validator<'_>,
    case: &Case<'_>,
    checked: &Checked,
    report: &mut Report,
) -> Judged {
    report.examples += 1;
    let agrees = validator.check(case.schema, case.value);
    let cause = match checked {
        Checked::Refused(message) => Some(message.clone()),
        Checked::Value { value, warnings } => {
            let found = compare::compare(validator, case, value);
            report.undocumented += found.undocumented;
            report.other_direction += found.other_direction;
            report.nulls += found.nulls;
            found.failure.map(|failure| match warnings.first() {
                None => failure,
                Some(warning) => format!("{failure} ({warning})"),
            })
        }
    };
    match (agrees, cause) {
        (Ok(()), None) => Judged::Survived,
        (Ok(()), Some(cause)) => Judged::Lost(cause),
        (Err(wrong), _) => Judged::Contradicting(wrong),
    }
}

#[cfg(test)]
mod tests {
    use generator::diagnostic::Diagnostics;
    use generator::source::Sources;
    use generator::{api, openapi};

    use super::*;

    #[test]
    fn what_forms_alone_carry_has_no_example_in_json() {
        let text = "
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /a:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: {$ref: '#/components/schemas/Form'}
      responses: {}
components:
  schemas:
    Form:
      type: object
      example: {files: [content]}
      properties:
        files: {type: array, example: [content], items: {type: string, format: binary, example: content}}
    Pet: {type: object, example: {name: a}, properties: {name: {type: string}}}
";
        let mut remarks = Diagnostics::default();
        let sources = Sources::from_texts(&[("openapi.yaml", text)], &mut remarks);
        let document = openapi::read(&sources, &mut remarks).expect("the document reads");
        let api = api::lower(&document, &mut remarks);
        let mut report = Report::new("d");
        let (program, held) = prepare(&api, cases::collect(&document).list, &mut report);
        assert_eq!(program.types, ["crate::types::Pet"]);
        assert_eq!(held.len(), 1);
        assert_eq!(report.skipped, [("not JSON".to_owned(), 3)].into());
    }
}
