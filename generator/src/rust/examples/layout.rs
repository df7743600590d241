//! Lays out the expressions of an example.
//!
//! In: an expression as a tree. Out: lines of Rust, broken as rustfmt breaks lines that are too long. Knows nothing of what
//! the expressions mean.

/// The maximum length of a line that can be broken.
const WIDTH: usize = 92;

/// An expression.
#[derive(Clone, Debug)]
pub(super) enum Expression {
    /// Text that is not broken.
    Atom(String),
    /// A list of expressions, with what precedes and follows it, such as `Foo::new(` or `vec![`.
    List {
        head: String,
        elements: Vec<Expression>,
        tail: &'static str,
    },
    /// A chain of method calls.
    Chain {
        base: Box<Expression>,
        links: Vec<Link>,
    },
    /// A struct with its fields.
    Fields {
        head: String,
        fields: Vec<(String, Expression)>,
    },
    /// `&` before an expression.
    Reference(Box<Expression>),
}

/// A link of a chain: `.name(arguments)`, or `.name` without arguments.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) name: String,
    pub(super) arguments: Option<Vec<Expression>>,
}

impl Expression {
    pub(super) fn atom(text: impl Into<String>) -> Self {
        Self::Atom(text.into())
    }

    pub(super) fn call(head: String, elements: Vec<Expression>) -> Self {
        Self::List {
            head: head + "(",
            elements,
            tail: ")",
        }
    }

    pub(super) fn array(elements: Vec<Expression>) -> Self {
        Self::List {
            head: "[".to_owned(),
            elements,
            tail: "]",
        }
    }
}

/// Returns a statement as lines: `before`, the expression, and a semicolon.
pub(super) fn statement(before: &str, expression: &Expression) -> Vec<String> {
    let text = format!("{before}{};", write(expression, 0, before.len() + 1));
    text.split('\n').map(str::to_owned).collect()
}

/// Writes an expression that begins after `used` columns, in a block indented by `indent`.
fn write(expression: &Expression, indent: usize, used: usize) -> String {
    let flat = flat(expression);
    if indent + used + flat.len() <= WIDTH {
        return flat;
    }
    let inner = indent + 4;
    let margin = " ".repeat(inner);
    let end = " ".repeat(indent);
    match expression {
        Expression::Atom(text) => text.clone(),
        Expression::Reference(of) => format!("&{}", write(of, indent, used + 1)),
        Expression::List {
            head,
            elements,
            tail,
        } if elements.is_empty() => format!("{head}{tail}"),
        // A list or struct that is the only argument begins on the same line as the call.
        Expression::List {
            head,
            elements,
            tail,
        } if elements.len() == 1 && opens(&elements[0]) => {
            format!(
                "{head}{}{tail}",
                write(&elements[0], indent, used + head.len())
            )
        }
        Expression::List {
            head,
            elements,
            tail,
        } => {
            let lines: Vec<String> = elements
                .iter()
                .map(|element| format!("{margin}{},\n", write(element, inner, 1)))
                .collect();
            format!("{head}\n{}{end}{tail}", lines.concat())
        }
        Expression::Fields { head, fields } => {
            let lines: Vec<String> = fields
                .iter()
                .map(|(name, value)| {
                    format!("{margin}{name}: {},\n", write(value, inner, name.len() + 3))
                })
                .collect();
            format!("{head} {{\n{}{end}}}", lines.concat())
        }
        Expression::Chain { base, links } => {
            let mut text = write(base, indent, used);
            for link in links {
                text.push_str(&format!("\n{margin}.{}", link.name));
                if let Some(arguments) = &link.arguments {
                    let list = Expression::List {
                        head: "(".to_owned(),
                        elements: arguments.clone(),
                        tail: ")",
                    };
                    text.push_str(&write(&list, inner, link.name.len() + 1));
                }
            }
            text
        }
    }
}

/// Returns whether a broken expression ends in a line with only its closing bracket.
fn opens(expression: &Expression) -> bool {
    match expression {
        Expression::List { elements, .. } => !elements.is_empty(),
        Expression::Fields { .. } => true,
        Expression::Reference(of) => opens(of),
        Expression::Atom(_) | Expression::Chain { .. } => false,
    }
}

fn flat(expression: &Expression) -> String {
    let joined = |elements: &[Expression]| elements.iter().map(flat).collect::<Vec<_>>().join(", ");
    match expression {
        Expression::Atom(text) => text.clone(),
        Expression::Reference(of) => format!("&{}", flat(of)),
        Expression::List {
            head,
            elements,
            tail,
        } => format!("{head}{}{tail}", joined(elements)),
        Expression::Fields { head, fields } => {
            let fields: Vec<String> = fields
                .iter()
                .map(|(name, value)| format!("{name}: {}", flat(value)))
                .collect();
            format!("{head} {{ {} }}", fields.join(", "))
        }
        Expression::Chain { base, links } => {
            let mut text = flat(base);
            for link in links {
                text.push_str(&format!(".{}", link.name));
                if let Some(arguments) = &link.arguments {
                    text.push_str(&format!("({})", joined(arguments)));
                }
            }
            text
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_chains_and_calls_are_broken() {
        let name = Expression::call(
            "Recording::new".to_owned(),
            vec![Expression::atom(
                "\"a text that takes some room on its line\"",
            )],
        );
        let link = |name: &str, arguments: Vec<Expression>| Link {
            name: name.to_owned(),
            arguments: Some(arguments),
        };
        let chain = Expression::Chain {
            base: Box::new(Expression::atom("client")),
            links: vec![
                link("stream", vec![]),
                link(
                    "create",
                    vec![
                        Expression::atom("\"023e\""),
                        Expression::Reference(Box::new(name.clone())),
                        name,
                    ],
                ),
                Link {
                    name: "await?".to_owned(),
                    arguments: None,
                },
            ],
        };
        let expected = "let value = client\n    .stream()\n    .create(\n        \"023e\",\n        &Recording::new(\"a text that takes some room on its line\"),\n        Recording::new(\"a text that takes some room on its line\"),\n    )\n    .await?;";
        assert_eq!(statement("let value = ", &chain).join("\n"), expected);
    }
}
