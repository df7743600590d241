//! Tests the types of one document with its examples, in a process of its own.
//!
//! In: a document and a folder. Out: a [`Report`] on standard output. A program that is made for the document decodes every
//! example whose schema has a type, and encodes it again; the result is compared with the example. A difference is the document's
//! fault if the example does not match its own schema, and ours otherwise.

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
use super::program::{Input, Program, ProgramResult};
use super::report::{Failure, Report};
use super::validate::Validator;
use crate::terminal;

/// A document and where its program is built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Job {
    /// The document.
    pub(crate) document: PathBuf,
    /// The folder for the program.
    pub(crate) folder: PathBuf,
    /// The target folder of cargo.
    pub(crate) target: PathBuf,
    /// The document's id, which is the name of the package.
    pub(crate) id: String,
    /// The time limit of each compilation, in seconds.
    pub(crate) seconds: u64,
    /// The memory limit of each compilation, in MiB.
    pub(crate) mebibytes: u64,
}

/// Builds the program, runs it, and prints the report.
///
/// # Errors
///
/// The program cannot be built or run. A document that is refused has no examples.
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
    terminal::print(&report.to_text());
    Ok(())
}

/// An example whose schema has a type.
struct TypedCase<'a> {
    case: Case<'a>,
    /// The index of the type in the program.
    ty: usize,
}

/// Runs the program and sorts the results.
fn check(outcome: &Outcome, files: &[File], job: &Job) -> Result<Report, String> {
    let mut report = Report::new(&job.id);
    let (Some(document), Some(api)) = (&outcome.document, &outcome.api) else {
        return Ok(report);
    };
    let Cases { list, skipped } = cases::collect(document);
    report.skipped = skipped;
    let (program, cases) = prepare(api, list, &mut report);
    if cases.is_empty() {
        return Ok(report);
    }
    let results = program.run(files, job)?;
    let mut validators = HashMap::new();
    for (TypedCase { case, ty }, result) in cases.iter().zip(&results) {
        let failure = |cause: String| Failure {
            pointer: case.pointer(&outcome.sources),
            ty: program.types[*ty].clone(),
            cause,
        };
        let validator = match validators.entry(case.direction) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                free.insert(Validator::new(document, &outcome.sources, case.direction)?)
            }
        };
        match verdict(validator, case, result, &mut report) {
            Verdict::Survived => report.survived += 1,
            Verdict::Lost(cause) => report.failures.push(failure(cause)),
            Verdict::Contradicting(cause) => report.contradictions.push(failure(cause)),
        }
    }
    Ok(report)
}

/// Finds the types of examples, and counts the examples that have none.
fn prepare<'a>(
    api: &Api,
    list: Vec<Case<'a>>,
    report: &mut Report,
) -> (Program, Vec<TypedCase<'a>>) {
    let request_forms = request_forms(api);
    let uses: Vec<Option<TypeRef>> = list
        .iter()
        .map(|case| {
            let used = api.schema_types[case.schema.0 as usize]?;
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
    let mut indices: HashMap<String, usize> = HashMap::new();
    let mut cases = Vec::new();
    for (mut case, used) in list.into_iter().zip(uses) {
        let found = used.and_then(|used| Some((used, types.next()??)));
        let (used, ty) = match found {
            Some((used, ty)) if is_json(api, used.id, &ty) => (used, ty),
            other => {
                let why = other.map_or("no type of its own", |_| "not JSON");
                *report.skipped.entry(why.to_owned()).or_default() += 1;
                continue;
            }
        };
        report.free_form += usize::from(matches!(ty, Ty::Json | Ty::JsonMap));
        let path = emit::path(&ty, "crate");
        let index = *indices.entry(path).or_insert_with_key(|path| {
            program.types.push(path.clone());
            program.types.len() - 1
        });
        program.cases.push(Input {
            ty: index,
            json: super::json::to_string(case.value),
        });
        case.direction = case.direction.or(cases::direction(api.get(used.id)));
        cases.push(TypedCase { case, ty: index });
    }
    (program, cases)
}

/// Returns the request forms of types that have one, by type.
fn request_forms(api: &Api) -> HashMap<TypeId, TypeId> {
    let forms = (0..)
        .zip(&api.types)
        .filter_map(|(index, ty)| match ty.name {
            TypeName::Request(whole) => Some((whole, TypeId(index))),
            _ => None,
        });
    forms.collect()
}

/// Returns whether values of a type are JSON. Bytes are not, nor are types with files, which only forms can carry.
fn is_json(api: &Api, id: TypeId, ty: &Ty) -> bool {
    !is_bytes(ty) && !has_files(api, id)
}

fn is_bytes(ty: &Ty) -> bool {
    ty.leaves().contains(&&Ty::Bytes)
}

fn has_files(api: &Api, id: TypeId) -> bool {
    let mut seen = HashSet::from([id]);
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        let shape = &api.get(id).shape;
        let parts: Vec<TypeId> = match shape {
            Shape::File => return true,
            Shape::List(inner) | Shape::Map(inner) => vec![inner.id],
            Shape::Tuple(elements) => elements.iter().map(|element| element.id).collect(),
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

/// The result of an example.
enum Verdict {
    /// It matches its schema and survived.
    Survived,
    /// It matches its schema and did not survive: why.
    Lost(String),
    /// It does not match its schema: why.
    Contradicting(String),
}

/// Returns the result of an example, and counts what was dropped by design.
fn verdict(
    validator: &mut Validator<'_>,
    case: &Case<'_>,
    result: &ProgramResult,
    report: &mut Report,
) -> Verdict {
    report.examples += 1;
    let matches = validator.check(case.schema, case.value);
    let cause = match result {
        ProgramResult::Error(message) => Some(message.clone()),
        ProgramResult::Value { value, warnings } => {
            let difference = compare::compare(validator, case, value);
            report.undocumented += difference.undocumented;
            report.other_direction += difference.other_direction;
            report.nulls += difference.nulls;
            difference.failure.map(|failure| match warnings.first() {
                None => failure,
                Some(warning) => format!("{failure} ({warning})"),
            })
        }
    };
    match (matches, cause) {
        (Ok(()), None) => Verdict::Survived,
        (Ok(()), Some(cause)) => Verdict::Lost(cause),
        (Err(wrong), _) => Verdict::Contradicting(wrong),
    }
}

#[cfg(test)]
mod tests {
    use generator::diagnostic::Diagnostics;
    use generator::source::Sources;
    use generator::{api, openapi};

    use super::*;

    #[test]
    fn examples_of_forms_with_files_are_skipped() {
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
        let mut diagnostics = Diagnostics::default();
        let sources = Sources::from_texts(&[("openapi.yaml", text)], &mut diagnostics);
        let document = openapi::read(&sources, &mut diagnostics).expect("the document reads");
        let api = api::lower(&document, &mut diagnostics);
        let mut report = Report::new("d");
        let (program, cases) = prepare(&api, cases::collect(&document).list, &mut report);
        assert_eq!(program.types, ["crate::types::Pet"]);
        assert_eq!(cases.len(), 1);
        assert_eq!(report.skipped, [("not JSON".to_owned(), 3)].into());
    }
}
