export type Resource = 'message' | 'channel';

const namesIn = (text: string): readonly string[] => text.trim().split(/\s+/);

/**
 * System fields, which are mixed with custom data in replies. Newer servers may add some: the setting
 * `reservedNames` adds them here.
 */
export const RESERVED_NAMES: Readonly<Record<Resource, readonly string[]>> = {
  // OpenAPI document, ChannelResponse and ChannelInput
  channel: namesIn(`
    auto_translation_enabled auto_translation_language blocked cid config cooldown created_at created_by
    created_by_id custom deleted_at disabled duration filter_tags frozen hidden hide_messages_before id
    last_message_at member_count members message_count mute_expires_at muted own_capabilities team
    truncated_at truncated_by truncated_by_id type updated_at
  `),
  // OpenAPI document, MessageResponse; RESERVED_UPDATED_MESSAGE_FIELDS of the vendor's SDK
  message: namesIn(`
    attachments channel cid command created_at custom deleted_at deleted_for_me deleted_reply_count draft
    html i18n id image_labels latest_reactions member mentioned_channel mentioned_group_ids
    mentioned_groups mentioned_here mentioned_roles mentioned_user_ids mentioned_users
    message_text_updated_at mml moderation own_reactions parent_id pin_expires pinned pinned_at pinned_by
    poll poll_id quoted_message quoted_message_id reaction_counts reaction_groups reaction_scores reminder
    reply_count restricted_visibility shadowed shared_location show_in_channel silent text
    thread_participants type updated_at user user_id
  `),
};
