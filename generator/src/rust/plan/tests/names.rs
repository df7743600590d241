//! Cases for the names of operations, as web frameworks and people make their ids.

use super::*;

/// An operation: HTTP method, path template, id and tag; the last two may be empty.
type Row = (&'static str, &'static str, &'static str, &'static str);

/// Returns the Rust paths of operations, in the order in which resources list them.
fn named(rows: &[Row]) -> Vec<String> {
    let mut draft = Draft::default();
    draft.text();
    for (method, template, id, tag) in rows {
        let mut operation = operation(method, Some(*id).filter(|id| !id.is_empty()), template);
        operation.path.clear();
        for (index, piece) in template.split(['{', '}']).enumerate() {
            if index % 2 == 0 {
                operation.path.push(PathSegment::Text(piece.to_owned()));
            } else {
                let place = operation.parameters.len();
                operation.path.push(PathSegment::Parameter(place));
                operation
                    .parameters
                    .push(parameter(piece, ParameterLocation::Path, 0, true));
            }
        }
        operation
            .groups
            .extend((!tag.is_empty()).then(|| (*tag).to_owned()));
        draft.operations.push(operation);
    }
    let (krate, diagnostics) = draft.plan();
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    methods(&krate)
}

#[test]
fn path_and_method_in_an_id_are_dropped() {
    let names = named(&[
        (
            "GET",
            "/v2/media/tracks/{track_id}/cover",
            "get_track_cover_v2_media_tracks__track_id__cover_get",
            "media.tracks",
        ),
        ("POST", "/api/jobs/", "create_job_api_jobs__post", "jobs"),
        (
            "DELETE",
            "/api/jobs/{job_id}",
            "delete_job_api_jobs__job_id__delete",
            "jobs",
        ),
        ("GET", "/api/jobs", "read_jobs_api_jobs_get", "jobs"),
    ]);
    let expected = [
        "media.tracks.get_cover",
        "jobs.create",
        "jobs.delete",
        "jobs.read",
    ];
    assert_eq!(names, expected);
}

#[test]
fn an_id_that_only_repeats_the_path_is_ignored() {
    let names = named(&[
        ("GET", "/lamps", "get_lamps", "Lamps"),
        ("GET", "/lamps/{lamp_id}", "getLampById", "Lamps"),
        ("DELETE", "/lamps/{lamp_id}", "DeleteLampsID", "Lamps"),
        ("POST", "/lamps/{lamp_id}", "PostLampsLamp", "Lamps"),
        ("PUT", "/lamps/{lamp_id}/shade", "put-lamps-shade", "Lamps"),
        ("GET", "/lamps/{lamp_id}/bulbs", "lampsIdBulbs", "Lamps"),
        ("GET", "/lamps/{lamp_id}/bulbs/{bulb_id}", "", "Lamps"),
        ("POST", "/lamps/{lamp_id}/dim", "", "Lamps"),
        ("POST", "/lamps/{lamp_id}/login_links", "", "Lamps"),
        ("POST", "/lamps", "", "Lamps"),
    ]);
    let expected = [
        "lamps.list",
        "lamps.get",
        "lamps.delete",
        "lamps.update",
        "lamps.replace_shade",
        "lamps.list_bulbs",
        "lamps.get_bulb",
        "lamps.create_dim",
        "lamps.create_login_link",
        "lamps.create",
    ];
    assert_eq!(names, expected);
}

#[test]
fn controllers_and_versions_are_dropped() {
    let names = named(&[
        ("GET", "/seats", "SeatsController_findAll", "seats"),
        (
            "GET",
            "/halls/{id}/seats",
            "HallSeatsController_list",
            "seats",
        ),
        ("GET", "/shows", "ShowsController.index", ""),
    ]);
    assert_eq!(
        names,
        ["seats.find_all", "seats.list_for_hall", "shows.index"]
    );
    let names = named(&[
        ("GET", "/seats/{seat_id}", "get_seats_id_v2026.1", "Seats"),
        ("POST", "/seats", "post_seats_v2026.1", "Seats"),
        ("POST", "/seats/{seat_id}/hold", "hold_seats_v2026.1", "v1"),
    ]);
    assert_eq!(names, ["seats.get", "seats.create", "seats.hold"]);
    let names = named(&[
        ("GET", "/v1/seats", "v1-list-all-seats", "Seats"),
        ("POST", "/v1/seats", "v1-book-a-seat", "Seats"),
    ]);
    assert_eq!(names, ["seats.list", "seats.book"]);
}

#[test]
fn numbered_ids_are_distinguished_by_method_and_parameters() {
    let names = named(&[
        ("GET", "/_find", "find.0", ""),
        ("POST", "/_find", "find.1", ""),
        ("GET", "/{shelf}/_find", "find.2", ""),
        ("GET", "/_cat/shelves/{name}", "cat.shelves.1", ""),
    ]);
    let expected = [
        "find.get",
        "find.post",
        "find.get_for_shelf",
        "cat.get_shelves_by_name",
    ];
    assert_eq!(names, expected);
}

#[test]
fn no_name_suggests_another_object_than_the_path() {
    let names = named(&[
        (
            "DELETE",
            "/me/badges/{badge_id}",
            "deleteMemberBadge",
            "Badges",
        ),
        ("PUT", "/me/badges", "save-badges-member", "Badges"),
        ("GET", "/clubs/{id}/badges", "get-a-clubs-badges", "Badges"),
        ("GET", "/badges/{id}/pins", "get-a-badges-pins", "Badges"),
        (
            "GET",
            "/me/badges",
            "get-a-list-of-current-members-badges",
            "Badges",
        ),
    ]);
    let expected = [
        "badges.delete",
        "badges.save_badges_member",
        "badges.list_for_club",
        "badges.list_pins",
        "badges.list_current_members_badges",
    ];
    assert_eq!(names, expected);
}

#[test]
fn the_words_of_a_resource_are_not_repeated() {
    let names = named(&[
        (
            "DELETE",
            "/zones/{id}/mail/routes/{route}",
            "mail-routes-delete-a-route",
            "Mail Routes",
        ),
        (
            "GET",
            "/mail/routes",
            "mail-routes-list-mail-routes",
            "Mail Routes",
        ),
        (
            "DELETE",
            "/mail/subnets/{subnet}",
            "mail_subnet_delete",
            "Mail",
        ),
        ("GET", "/opengraph", "OpenGraph", "Open Graph"),
    ]);
    let expected = [
        "mail_routes.delete",
        "mail_routes.list",
        "mail.delete_subnet",
        "open_graph.get",
    ];
    assert_eq!(names, expected);
}

#[test]
fn words_of_a_resource_around_the_verb_are_dropped() {
    let names = named(&[
        (
            "GET",
            "/ocean/waves/height/summary/month",
            "ocean-get-waves-height-summary-by-month",
            "Ocean Waves",
        ),
        ("POST", "/b2/boxes", "b2-create-box", "B2 Box"),
        (
            "POST",
            "/ports/{port_id}/speed_limits",
            "createSpeedLimit",
            "Speed limits for a port",
        ),
        (
            "DELETE",
            "/ports/{port_id}/speed_limits/{id}/exceptions/{exception}",
            "deleteSpeedLimitException",
            "Speed limits for a port",
        ),
        (
            "DELETE",
            "/ship-builder/ships/{id}",
            "deleteShip",
            "Ship Builder",
        ),
    ]);
    let expected = [
        "ocean_waves.get_height_summary_by_month",
        "b2_box.create",
        "speed_limits_for_a_port.create",
        "speed_limits_for_a_port.delete_exception",
        "ship_builder.delete_ship",
    ];
    assert_eq!(names, expected);
}

#[test]
fn a_verb_at_the_end_of_id_and_path_is_put_first() {
    let names = named(&[
        ("POST", "/link/token/get", "link_token_get", "Bank"),
        ("PATCH", "/sink/headers", "link_headers_patch", "Bank"),
        ("POST", "/search", "search_with_post", "Index"),
    ]);
    let expected = [
        "bank.get_link_token",
        "bank.link_headers_patch",
        "index.search_with_post",
    ];
    assert_eq!(names, expected);
}

#[test]
fn tags_are_accessors_without_signs_and_common_suffixes() {
    let names = named(&[
        ("GET", "/blocks", "", "Ledger » Blocks"),
        ("GET", "/fees", "", "Ledger / Fees"),
        ("GET", "/pets", "listPets", "pet-controller"),
        ("GET", "/toys", "listToys", "Toys API"),
        ("POST", "/sendGreeting", "sendGreeting", ""),
    ]);
    let expected = [
        "ledger_blocks.list",
        "ledger_fees.list",
        "pet.list",
        "toys.list",
        "api.send_greeting",
    ];
    assert_eq!(names, expected);
}

/// Leaves out each operation in turn: no other changes its name.
#[test]
fn names_do_not_depend_on_other_operations() {
    let rows: [Row; 8] = [
        ("GET", "/lamps", "get_lamps", "Lamps"),
        ("POST", "/lamps", "createLamp", "Lamps"),
        ("GET", "/lamps/{id}", "getLamp", "Lamps"),
        ("GET", "/lamps/{id}/bulbs", "", "Lamps"),
        ("GET", "/halls/{id}/lamps", "", "Lamps"),
        ("GET", "/halls", "HallsController_list", "Halls"),
        (
            "DELETE",
            "/halls/{id}",
            "delete_hall_halls__id__delete",
            "Halls",
        ),
        ("POST", "/halls/{id}/close", "closeHall", "Halls"),
    ];
    let all = named(&rows);
    for index in 0..rows.len() {
        let mut rest = rows.to_vec();
        rest.remove(index);
        let names = named(&rest);
        assert!(names.iter().all(|name| all.contains(name)), "{names:?}");
    }
}

#[test]
fn the_object_of_create_is_singular() {
    let nouns = [
        ("cookies", "cookie"),
        ("sizes", "size"),
        ("caches", "cache"),
        ("batches", "batch"),
        ("boxes", "box"),
        ("databases", "database"),
        ("aliases", "alias"),
        ("policies", "policy"),
        ("statuses", "status"),
        ("houses", "house"),
    ];
    for (many, one) in nouns {
        let template: &'static str = format!("/users/{{id}}/{many}").leak();
        let names = named(&[("POST", template, "", "users")]);
        assert_eq!(names, [format!("users.create_{one}")]);
    }
}

#[test]
fn words_that_all_ids_of_a_resource_have_are_dropped() {
    let names = named(&[
        ("GET", "/agents", "ai_list_agents", "Automation"),
        ("POST", "/agents", "ai_create_agent", "Automation"),
        ("GET", "/models", "ai_list_models", "Automation"),
        ("DELETE", "/models/{id}", "ai_delete_model", "Automation"),
        ("GET", "/threads", "ListThreadsMethod", "Chat"),
        ("POST", "/threads", "CreateThreadMethod", "Chat"),
        ("GET", "/threads/{id}", "GetThreadMethod", "Chat"),
        (
            "GET",
            "/threads/{id}/posts",
            "ListThreadPostsMethod",
            "Chat",
        ),
        // A plural is the object.
        ("POST", "/lists/{id}/boards", "CreateListItems", "Lists"),
        ("GET", "/lists/{id}/boards", "GetListItems", "Lists"),
        ("PUT", "/lists/{id}/boards", "UpdateListItems", "Lists"),
        ("DELETE", "/lists/{id}/boards", "DeleteListItems", "Lists"),
    ]);
    let expected = [
        "automation.list_agents",
        "automation.create_agent",
        "automation.list_models",
        "automation.delete_model",
        "chat.list_threads",
        "chat.create_thread",
        "chat.get_thread",
        "chat.list_thread_posts",
        "lists.create_items",
        "lists.list_items",
        "lists.update_items",
        "lists.delete_items",
    ];
    assert_eq!(names, expected);
}

#[test]
fn the_resource_after_a_preposition_is_dropped() {
    let names = named(&[
        ("POST", "/tasks/{id}/tags", "addTagToTask", "Tasks"),
        ("GET", "/goals/{id}/tasks", "listTaskByGoal", "Goals"),
        ("POST", "/carts/{id}/empty", "removeFromCart", "Carts"),
    ]);
    assert_eq!(
        names,
        [
            "tasks.add_tag",
            "goals.list_tasks",
            "carts.remove_from_cart"
        ]
    );
}

#[test]
fn the_owner_of_a_resource_is_named_if_it_is_not_the_usual_one() {
    let names = named(&[
        ("GET", "/shops/{id}/boards", "listShopBoards", "Boards"),
        ("POST", "/shops/{id}/boards", "createShopBoard", "Boards"),
        ("GET", "/users/{id}/boards", "listUserBoards", "Boards"),
    ]);
    assert_eq!(
        names,
        ["boards.list", "boards.create", "boards.list_for_user"]
    );
}

#[test]
fn another_kind_of_the_resource_keeps_its_noun() {
    let names = named(&[
        (
            "GET",
            "/goals/{id}/parent-goals",
            "listParentGoals",
            "Goals",
        ),
        (
            "DELETE",
            "/me/user-tokens/{id}",
            "deleteUserToken",
            "Tokens",
        ),
    ]);
    assert_eq!(
        names,
        ["goals.list_parent_goals", "tokens.delete_user_token"]
    );
}

#[test]
fn words_that_add_nothing_are_dropped() {
    let names = named(&[
        ("GET", "/seats", "getSeatCollection", "Seats"),
        ("GET", "/seats/{seat}", "seat-details", "Seats"),
        ("PUT", "/caching", "updateCachingSetting", "Caching"),
        ("GET", "/plans/{slug}", "getPlanBySlug", "Plans"),
        ("GET", "/best/kind/{kind}", "getBestSeatsByKind", "Top"),
        ("GET", "/users/email/{email}", "getUserByEmail", "Users"),
        (
            "GET",
            "/connect/{id}",
            "OpenIdConnects_Get",
            "OpenIdConnects",
        ),
    ]);
    let expected = [
        "seats.list",
        "seats.get",
        "caching.update",
        "plans.get",
        "top.get_best_seats_by_kind",
        "users.get_by_email",
        "open_id_connects.get",
    ];
    assert_eq!(names, expected);
}

#[test]
fn a_stage_or_version_before_the_verb_is_put_last() {
    let names = named(&[
        ("POST", "/queues?beta=true", "beta_createQueue", "Queues"),
        ("POST", "/queues", "queue-v2-create-queue", "Queues"),
    ]);
    assert_eq!(names, ["queues.create_beta", "queues.create_v2"]);
}

#[test]
fn an_id_that_is_the_path_is_ignored() {
    let names = named(&[
        ("GET", "/v1/odata/Tasks", "v{version}/odata/Tasks", "Tasks"),
        (
            "GET",
            "/zones/{zone_id}/lock",
            "put-zones-zone_id-lock",
            "Doors",
        ),
        ("POST", "/threads/{id}/messages/new", "", "Threads"),
        ("POST", "/words/count_tokens", "", "Words"),
    ]);
    let expected = [
        "tasks.list",
        "doors.get_lock",
        "threads.create_message",
        "words.count_tokens",
    ];
    assert_eq!(names, expected);
}
