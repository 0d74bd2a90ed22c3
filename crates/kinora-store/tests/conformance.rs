//! What every store must do, whatever database is behind it: one suite, run once for each way to make a store.
//!
//! A case is an `async fn` that takes a fresh store. A case that is missing in the list below is reported as dead code.

#![expect(
    clippy::unwrap_used,
    reason = "the suite consists of tests, most of them outside of functions marked as such"
)]

mod suite;

/// Runs the whole suite against stores of one maker.
macro_rules! conformance {
    ($backend:ident, $maker:path) => {
        conformance! { $backend, $maker,
            empty {
                an_empty_store_has_no_changes
                an_empty_store_holds_nothing
                an_empty_store_answers_nothing
            }
            bulk {
                records_come_back_with_the_wanted_parts_and_their_facts
                every_part_of_every_kind_is_kept
                ids_come_in_slices_with_their_last_changes
                a_record_has_the_number_of_its_batch_as_version
                a_batch_adds_one_feed_record_without_a_key
                an_empty_batch_adds_nothing
                a_batch_with_only_a_block_is_remembered_and_adds_nothing
                a_block_is_remembered_once
                statistics_come_with_the_title_and_with_what_it_mentions
                statistics_are_replaced
                what_an_import_wants_to_know_is_told_as_far_as_it_is_there
            }
            related {
                credits_come_with_their_title_and_its_people
                credits_come_with_their_person_and_the_titles
                only_the_titles_of_the_credits_that_are_asked_for_come_with_their_person
                a_credit_comes_with_its_title_and_person
                credits_are_replaced_and_dropped_in_bulk
                companies_collection_and_keywords_come_with_a_movie
                the_movies_of_a_collection_are_those_it_lists_and_those_that_name_it
                reviews_come_with_their_title_oldest_first
                a_review_comes_with_its_title
                episode_groups_come_with_their_series_and_network
                an_episode_group_comes_with_its_episodes
                seasons_credits_and_aggregates_of_one_series_do_not_get_in_each_others_way
            }
            links {
                a_movie_is_found_by_its_imdb_id
                only_movies_are_found_by_an_imdb_id
                a_replaced_link_finds_nothing_any_more
                a_link_that_was_committed_is_found_and_the_one_before_is_not
                a_link_goes_to_the_movie_that_was_told_last
                a_link_that_is_removed_finds_nothing
            }
            places {
                seasons_and_episodes_are_found_by_their_place
                seasons_and_episodes_come_in_order_of_their_numbers
                a_second_episode_at_a_place_takes_in_the_first
                a_second_season_at_a_place_takes_in_the_first
                an_episode_that_moves_leaves_its_place
                two_episodes_trade_places_in_a_batch
                a_committed_episode_takes_in_the_one_at_its_place
                an_episode_that_loses_its_place_says_so_in_its_history
            }
            commit {
                an_edit_creates_an_entity_with_several_parts
                each_changed_part_has_one_revision_with_what_it_was
                numbers_rise_without_gaps_over_bulk_and_commit
                a_stale_edit_is_refused_whole
                an_edit_of_a_missing_entity_against_a_version_is_stale
                a_document_of_the_wrong_type_is_refused_whole
                a_part_that_a_kind_has_not_is_refused
                the_same_document_again_changes_nothing
                an_edit_without_changes_changes_nothing
                removing_a_part_keeps_it_in_history
                the_order_of_fields_in_a_document_does_not_matter
                new_images_choose_the_poster
                commits_at_once_get_consecutive_numbers
                of_commits_at_once_against_one_version_one_succeeds
            }
            undo {
                numbers_keep_every_digit
                putting_back_what_was_before_restores_the_document
                putting_back_the_state_before_shows_an_entity_again
            }
            state {
                a_deleted_entity_is_gone_until_it_is_restored
                a_merged_entity_answers_as_what_it_was_merged_into
                merges_are_followed_one_after_the_other
                a_merged_entity_can_be_split_off_again
                merging_into_nothing_is_refused
                merging_into_itself_is_refused
                merging_in_a_circle_is_refused
                the_state_of_a_missing_entity_cannot_be_set
                a_stale_change_of_state_is_refused
                the_same_state_again_changes_nothing
            }
            credits {
                a_committed_credit_is_in_the_history_of_its_title
                a_changed_credit_keeps_what_it_was
                the_same_credit_again_changes_nothing
                a_dropped_credit_is_gone_but_not_from_history
                a_credit_needs_its_title_and_person
                a_missing_credit_cannot_be_dropped
                an_edit_of_credits_is_made_against_a_version_of_the_title
                a_refused_credit_takes_the_whole_edit_with_it
            }
            feed {
                the_feed_continues_after_a_number
                the_feed_stops_at_its_limit
                the_history_of_an_entity_holds_its_own_changes_only
                feed_and_history_tell_the_same
            }
            reference {
                what_was_told_appears_after_refreshing
                a_table_told_again_replaces_the_one_before
                refreshing_answers_the_position_in_the_feed
            }
            keys {
                a_key_is_found_by_its_key_and_by_its_token
                a_revoked_key_opens_nothing
                keys_are_listed_oldest_first
                a_secret_belongs_to_one_key_only
            }
            belongings {
                votes_come_on_top_of_those_that_were_loaded
                changes_by_users_are_told_in_a_sequence_of_their_own
                episodes_are_rated_by_their_place_and_guests_rate_too
                a_rating_follows_an_episode_whose_place_another_takes
                what_was_made_of_a_title_is_told_day_by_day
                what_was_rated_and_marked_comes_in_the_order_of_adding
                a_list_is_changed_by_its_owner_only
                titles_of_a_list_go_where_they_are_put
                a_second_factor_is_on_after_it_was_shown_and_each_code_is_good_once
                a_review_shows_its_author_as_they_are
                an_account_takes_everything_with_it
                of_writes_at_once_each_counts_once
            }
            discussions {
                discussions_are_listed_by_what_they_are_about_the_newest_message_first
                a_private_discussion_is_seen_by_moderators_and_those_who_wrote_in_it
                a_closed_discussion_takes_no_messages_and_its_log_says_who_closed_it
                messages_are_changed_by_their_writers_and_removed_by_moderators_too
                whoever_watches_is_told_of_what_they_have_not_read
                nobody_writes_or_reports_without_end
                reports_wait_until_a_moderator_settles_them
                an_account_takes_its_words_with_it_and_leaves_those_of_others
            }
            queue {
                titles_are_added_moved_and_removed
                what_changes_nothing_keeps_the_mark
                a_queue_holds_five_hundred_titles
                a_season_or_series_stands_for_its_episodes
                what_is_not_out_yet_is_saved_until_it_is
                formats_are_those_of_the_title_and_of_the_account
                what_is_at_home_is_not_wanted_on_a_disc
                a_queue_is_rearranged_whole_or_not_at_all
                titles_that_are_merged_or_gone_leave_no_gap
                operations_at_once_are_as_if_one_after_the_other
                an_opinion_is_a_rating_indifference_or_nothing
                a_token_is_exchanged_once_and_taken_back
                an_account_takes_its_queue_with_it
            }
            settings {
                a_setting_is_what_it_was_set_to_last
            }
            sharing {
                a_store_opened_again_has_kept_everything
                two_handles_see_each_others_changes
                numbers_are_consecutive_over_two_handles
                clones_share_the_reference_tables
            }
        }
    };
    ($backend:ident, $maker:path, $($group:ident { $($case:ident)* })*) => {
        mod $backend {
            $(mod $group {
                $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $case() {
                    crate::suite::$group::$case($maker().await).await;
                })*
            })*
        }
    };
}

conformance!(sqlite, crate::suite::TestStore::sqlite);
