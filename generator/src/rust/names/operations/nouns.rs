//! Words as English has them: one and many, actions, articles and links.
//!
//! In: words in lower case. Out: what a reader takes them for, by their spelling and short lists. Where English is
//! undecided, the cautious answer: a name that is a word longer.

use std::ops::Range;

/// Words that are the same for one and many, or end in `s` without being many.
const UNCOUNTED: &[&str] = &[
    "access",
    "address",
    "alias",
    "analysis",
    "analytics",
    "atlas",
    "basis",
    "bus",
    "business",
    "campus",
    "canvas",
    "chaos",
    "class",
    "compass",
    "consensus",
    "corpus",
    "cors",
    "css",
    "diagnosis",
    "dns",
    "focus",
    "gas",
    "genius",
    "gps",
    "https",
    "ios",
    "kms",
    "lens",
    "metadata",
    "mts",
    "news",
    "nexus",
    "os",
    "progress",
    "prometheus",
    "radius",
    "redis",
    "rss",
    "saas",
    "series",
    "sms",
    "sns",
    "species",
    "sqs",
    "status",
    "tls",
    "virus",
    "vps",
    "waas",
    "whois",
    "yes",
];

/// Verbs that paths end in and ids begin with.
const ACTIONS: &[&str] = &[
    "abort",
    "accept",
    "acknowledge",
    "activate",
    "add",
    "allocate",
    "analyze",
    "append",
    "apply",
    "approve",
    "archive",
    "assign",
    "associate",
    "attach",
    "authenticate",
    "authorize",
    "backup",
    "ban",
    "bind",
    "block",
    "boot",
    "build",
    "bulk",
    "calculate",
    "call",
    "cancel",
    "capture",
    "change",
    "charge",
    "check",
    "checkout",
    "claim",
    "clean",
    "clear",
    "clone",
    "close",
    "commit",
    "compare",
    "complete",
    "compute",
    "confirm",
    "connect",
    "convert",
    "copy",
    "count",
    "create",
    "deactivate",
    "deauthorize",
    "debug",
    "decide",
    "decline",
    "decrement",
    "decrypt",
    "delete",
    "deploy",
    "deprecate",
    "deregister",
    "describe",
    "deserialize",
    "destroy",
    "detach",
    "detect",
    "disable",
    "disassociate",
    "disconnect",
    "dismiss",
    "dispatch",
    "display",
    "dissociate",
    "download",
    "downvote",
    "drop",
    "duplicate",
    "edit",
    "enable",
    "encrypt",
    "end",
    "enqueue",
    "enroll",
    "escalate",
    "estimate",
    "evaluate",
    "evict",
    "exchange",
    "exclude",
    "execute",
    "exists",
    "expire",
    "explain",
    "export",
    "extend",
    "extract",
    "fail",
    "fetch",
    "finalize",
    "find",
    "finish",
    "flush",
    "follow",
    "force",
    "fork",
    "freeze",
    "fulfill",
    "generate",
    "get",
    "grant",
    "has",
    "hide",
    "identify",
    "impersonate",
    "import",
    "include",
    "increment",
    "index",
    "ingest",
    "init",
    "initialize",
    "initiate",
    "insert",
    "inspect",
    "install",
    "interrupt",
    "introspect",
    "invalidate",
    "invite",
    "invoke",
    "issue",
    "join",
    "kick",
    "label",
    "launch",
    "learn",
    "leave",
    "link",
    "list",
    "load",
    "lock",
    "log",
    "login",
    "logout",
    "lookup",
    "mark",
    "match",
    "measure",
    "merge",
    "migrate",
    "modify",
    "monitor",
    "move",
    "mute",
    "notify",
    "nudge",
    "obtain",
    "open",
    "override",
    "parse",
    "patch",
    "pause",
    "pay",
    "payout",
    "persist",
    "pin",
    "ping",
    "poll",
    "post",
    "prepare",
    "preview",
    "process",
    "promote",
    "provision",
    "prune",
    "publish",
    "pull",
    "purge",
    "push",
    "put",
    "query",
    "rank",
    "rate",
    "react",
    "reactivate",
    "read",
    "rebalance",
    "reboot",
    "rebuild",
    "recalculate",
    "receive",
    "recommend",
    "reconcile",
    "reconfigure",
    "reconnect",
    "record",
    "recover",
    "recreate",
    "redact",
    "redeem",
    "redeploy",
    "refresh",
    "refund",
    "refuse",
    "regenerate",
    "register",
    "reindex",
    "reinstate",
    "reject",
    "relaunch",
    "release",
    "reload",
    "remove",
    "rename",
    "render",
    "renew",
    "reopen",
    "reorder",
    "replace",
    "replay",
    "report",
    "reprocess",
    "request",
    "requeue",
    "rerun",
    "resend",
    "reset",
    "resize",
    "resolve",
    "respond",
    "restart",
    "restore",
    "restrict",
    "resubmit",
    "resume",
    "retire",
    "retrieve",
    "retry",
    "reveal",
    "reverse",
    "revert",
    "review",
    "revoke",
    "rewind",
    "rollback",
    "rotate",
    "route",
    "run",
    "sanitize",
    "save",
    "scale",
    "scan",
    "schedule",
    "scrape",
    "seal",
    "search",
    "select",
    "send",
    "serialize",
    "set",
    "settle",
    "share",
    "ship",
    "show",
    "shred",
    "shutdown",
    "sign",
    "silence",
    "simulate",
    "skip",
    "snooze",
    "solve",
    "sort",
    "specify",
    "spin",
    "split",
    "squash",
    "stage",
    "star",
    "start",
    "stash",
    "stop",
    "store",
    "stream",
    "submit",
    "subscribe",
    "sum",
    "summarize",
    "surrender",
    "suspend",
    "swap",
    "switch",
    "sync",
    "synchronize",
    "tag",
    "tail",
    "take",
    "terminate",
    "test",
    "toggle",
    "tokenize",
    "touch",
    "track",
    "transcribe",
    "transfer",
    "transform",
    "transition",
    "translate",
    "trigger",
    "truncate",
    "unarchive",
    "unassign",
    "unban",
    "unblock",
    "undelete",
    "undeploy",
    "undo",
    "unenroll",
    "unfollow",
    "unfreeze",
    "uninstall",
    "unlink",
    "unlock",
    "unmark",
    "unmute",
    "unpause",
    "unpin",
    "unpublish",
    "unregister",
    "unseal",
    "unsend",
    "unset",
    "unsnooze",
    "unstar",
    "unsubscribe",
    "untag",
    "unwatch",
    "unzip",
    "update",
    "upgrade",
    "upload",
    "upsert",
    "upvote",
    "use",
    "validate",
    "verify",
    "view",
    "void",
    "vote",
    "wait",
    "warm",
    "warn",
    "watch",
    "wipe",
    "withdraw",
    "write",
    "zip",
];

/// Returns whether a word is a verb that operations are named by.
pub(super) fn is_action(word: &str) -> bool {
    ACTIONS.binary_search(&word).is_ok()
}

/// Verbs that are nouns as often.
const ALSO_NOUNS: &[&str] = &[
    "access",
    "backup",
    "block",
    "build",
    "call",
    "change",
    "charge",
    "check",
    "checkout",
    "claim",
    "clone",
    "commit",
    "copy",
    "count",
    "debug",
    "display",
    "exchange",
    "fork",
    "grant",
    "index",
    "invite",
    "issue",
    "label",
    "link",
    "list",
    "load",
    "lock",
    "log",
    "login",
    "logout",
    "mark",
    "match",
    "merge",
    "monitor",
    "move",
    "patch",
    "payout",
    "pin",
    "ping",
    "poll",
    "post",
    "preview",
    "process",
    "query",
    "rank",
    "rate",
    "record",
    "refund",
    "release",
    "report",
    "request",
    "review",
    "route",
    "run",
    "sale",
    "scale",
    "scan",
    "schedule",
    "search",
    "set",
    "share",
    "ship",
    "show",
    "sign",
    "split",
    "stage",
    "star",
    "store",
    "stream",
    "sum",
    "tag",
    "tail",
    "test",
    "track",
    "transfer",
    "transition",
    "trigger",
    "update",
    "use",
    "view",
    "vote",
    "wait",
    "watch",
];

/// Returns whether the words of a path's last text tell what to do: they begin with a verb, and are no noun all the same,
/// such as `login_links`.
pub(super) fn is_command(words: &[String]) -> bool {
    match words {
        [] => false,
        [only] => is_action(only),
        [first, .., last] => {
            is_action(first) && !(ALSO_NOUNS.contains(&first.as_str()) && is_plural(last))
        }
    }
}

/// Returns whether words begin with a verb that changes nothing, so that it can be what a GET does.
pub(super) fn is_reading(words: &[String]) -> bool {
    words.first().is_some_and(|first| {
        matches!(
            first.as_str(),
            "calculate"
                | "check"
                | "compare"
                | "compute"
                | "count"
                | "describe"
                | "download"
                | "estimate"
                | "evaluate"
                | "explain"
                | "export"
                | "find"
                | "introspect"
                | "lookup"
                | "match"
                | "ping"
                | "poll"
                | "preview"
                | "query"
                | "read"
                | "render"
                | "resolve"
                | "search"
                | "stream"
                | "validate"
                | "verify"
                | "view"
                | "wait"
                | "watch"
        )
    })
}

/// Returns whether a word ties what follows to what stands before.
pub(super) fn is_link(word: &str) -> bool {
    matches!(
        word,
        "and"
            | "as"
            | "at"
            | "by"
            | "for"
            | "from"
            | "in"
            | "into"
            | "of"
            | "on"
            | "or"
            | "per"
            | "to"
            | "using"
            | "via"
            | "with"
            | "without"
    )
}

/// Returns whether a word means many.
pub(super) fn is_plural(word: &str) -> bool {
    word.len() > 2
        && (word.ends_with('s')
            && !word.ends_with("ss")
            && !word.ends_with("us")
            && !UNCOUNTED.contains(&word)
            || matches!(
                word,
                "people" | "children" | "media" | "indices" | "vertices" | "criteria"
            ))
}

/// Returns a word for one.
pub(super) fn singular(word: &str) -> String {
    match word {
        "people" => return "person".to_owned(),
        "children" => return "child".to_owned(),
        "indices" => return "index".to_owned(),
        "vertices" => return "vertex".to_owned(),
        _ if !is_plural(word) || matches!(word, "media" | "criteria") => return word.to_owned(),
        _ => {}
    }
    if word.ends_with("ies") && !IN_IE.contains(&word) && word.len() > 4 {
        return format!("{}y", &word[..word.len() - 3]);
    }
    let is_long = match word {
        "quizzes" => return "quiz".to_owned(),
        _ if word.ends_with("ches") => !["caches", "niches", "aches"].contains(&word),
        _ if word.ends_with("uses") || word.ends_with("ases") => IN_S.contains(&word),
        _ => ["sses", "shes", "xes", "zzes"]
            .iter()
            .any(|ending| word.ends_with(ending)),
    };
    let ending = if is_long { "es" } else { "s" };
    word.strip_suffix(ending).unwrap_or(word).to_owned()
}

/// Words of many whose word of one ends in `ie`.
const IN_IE: &[&str] = &["calories", "cookies", "movies", "zombies"];

/// Words of many whose word of one ends in `as` or `us`.
const IN_S: &[&str] = &[
    "aliases", "atlases", "biases", "bonuses", "buses", "campuses", "canvases", "censuses",
    "focuses", "gases", "statuses", "viruses",
];

/// Returns words with the last one for one.
pub(super) fn one_of(words: &[String]) -> Vec<String> {
    let mut words = words.to_vec();
    if let Some(last) = words.last_mut() {
        *last = singular(last);
    }
    words
}

/// Returns whether two words are the same noun, for one or for many.
pub(super) fn same_noun(word: &str, other: &str) -> bool {
    word == other || singular(word) == singular(other)
}

/// Returns whether two names are the same, word for word, or as the same letters: `mTLS` and `mtls`, or `vpc_nat` and
/// `vpcnat`, are words taken apart at other places.
pub(super) fn matches(words: &[String], others: &[String]) -> bool {
    let mut pairs = words.iter().zip(others);
    words.len() == others.len() && pairs.all(|(word, other)| same_noun(word, other))
        || singular(&words.concat()) == singular(&others.concat())
}

/// Returns where words stand among others.
pub(super) fn place_of(words: &[String], others: &[String]) -> Option<Range<usize>> {
    let mut found = None;
    for start in 0..others.len() {
        for end in start + 1..=others.len().min(start + words.len() + 2) {
            // The longest at its place, and of several places the first.
            if matches(&others[start..end], words) {
                found = Some(start..end);
            }
        }
        if found.is_some() {
            break;
        }
    }
    found
}

/// Puts a verb at the end in front, where nothing in front is one: `subnet_delete`.
pub(super) fn put_verb_first(words: &mut [String]) {
    let [first, .., last] = &*words else { return };
    let is_verb = matches!(
        last.as_str(),
        "add"
            | "create"
            | "delete"
            | "get"
            | "list"
            | "patch"
            | "post"
            | "put"
            | "remove"
            | "replace"
            | "update"
            | "view"
    );
    if is_verb && !is_action(first) && !words.iter().any(|word| is_link(word)) {
        words.rotate_right(1);
    }
}

/// Returns words without articles, `list` in place of `get a list of`.
pub(super) fn without_articles(words: &[String]) -> Vec<String> {
    let is_article = |word: &String| matches!(word.as_str(), "a" | "an" | "the");
    let mut plain: Vec<String> = words
        .iter()
        .filter(|word| !is_article(word))
        .cloned()
        .collect();
    let begins = |with: &[&str]| {
        plain.len() > with.len() + 1
            && plain[1..]
                .iter()
                .zip(with)
                .all(|(word, other)| word == other)
    };
    let is_getter = plain
        .first()
        .is_some_and(|verb| matches!(verb.as_str(), "get" | "retrieve" | "fetch" | "return"));
    if is_getter && begins(&["list", "of"]) {
        plain.drain(..1);
        plain.remove(1);
    } else if plain.first().is_some_and(|verb| verb == "list") && begins(&["of"]) {
        plain.remove(1);
    }
    match plain.is_empty() {
        true => words.to_vec(),
        false => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_sorted_to_be_found() {
        assert!(ACTIONS.is_sorted());
    }
}
