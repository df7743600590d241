//! English verbs in paths and ids, and the words around them.
//!
//! In: words in lowercase. Out: whether they name an action, by short lists. In doubt they do not, so that a name keeps a word
//! more.

use super::nouns::{is_link, is_plural};

/// Verbs that paths end in and ids begin with.
const ACTIONS: &[&str] = &[
    "abort",
    "accept",
    "acknowledge",
    "acquire",
    "activate",
    "add",
    "adopt",
    "advance",
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
    "book",
    "boot",
    "borrow",
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
    "deposit",
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
    "dock",
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
    "reassign",
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
    "refill",
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
    "reserve",
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
    "undock",
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

/// Returns whether a word is the name of an HTTP method.
pub(super) fn is_http_method(word: &str) -> bool {
    matches!(word, "get" | "put" | "post" | "delete" | "patch")
}

/// Verbs that are as often nouns.
const ALSO_NOUNS: &[&str] = &[
    "access",
    "advance",
    "backup",
    "block",
    "book",
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
    "debug",
    "deposit",
    "display",
    "dock",
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
    "reserve",
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

/// Returns whether a word is a verb and hardly ever a noun.
pub(super) fn is_only_action(word: &str) -> bool {
    is_action(word) && !ALSO_NOUNS.contains(&word)
}

/// Returns whether the words of a path's last literal piece name an action: they begin with a verb, and are not a noun such as
/// `login_links`.
pub(super) fn is_command(words: &[String]) -> bool {
    match words {
        [] => false,
        [only] => is_action(only),
        [first, .., last] => {
            is_action(first) && !(ALSO_NOUNS.contains(&first.as_str()) && is_plural(last))
        }
    }
}

/// Returns whether words begin with a verb that changes nothing, so that a GET can do it.
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

/// Moves a verb from the end to the beginning, if no verb is there: `subnet_delete` becomes `delete_subnet`. `method` is the
/// operation's HTTP method.
pub(super) fn put_verb_first(words: &mut [String], method: &str) {
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
    // `policies_get_exclude_list`: a list is also a noun. What a GET does is not an `update`.
    let is_verb_of_list = |word: &String| match word.as_str() {
        "get" => method == "GET",
        "add" | "create" | "delete" | "remove" | "set" | "update" => method != "GET",
        _ => false,
    };
    let front = &words[..words.len().saturating_sub(2)];
    let is_noun = last == "list" && front.iter().any(is_verb_of_list);
    if is_verb && !is_noun && !is_action(first) && !words.iter().any(|word| is_link(word)) {
        words.rotate_right(1);
    }
}

/// Returns words without articles, and with `list` in place of `get a list of`.
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
    if plain.is_empty() {
        words.to_vec()
    } else {
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_sorted_for_binary_search() {
        assert!(ACTIONS.is_sorted());
    }
}
