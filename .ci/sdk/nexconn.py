"""Runs the vendor's public v4 SDK (ncsdk on PyPI) with a sandbox's base URL and credentials."""

import sys

import ncsdk as sdk
from ncsdk.exceptions import ApiException

configuration = sdk.Configuration()
configuration.set_nexconn_credentials(
    app_key="sandbox-app-key", app_secret="sandbox-app-secret"
)
configuration.set_primary_backup_domains(sys.argv[1], sys.argv[1] + "/")
client = sdk.ApiClient(configuration)
messages = sdk.MessageManagementApi(client)
entries = sdk.OpenChannelMetadataApi(client)

direct = {"message_id": "BRGM-DEN2-01E4-BN66", "user_id": "u", "channel_type": 1, "channel_id": "tjw3zbMrU"}
assert messages.set_channel_type_message_metadata(
    sdk.MessageMetadataSetRequest(**direct, metadata={"type": "3"}, is_echo_to_sender=1)
).code == 0
list_request = sdk.ChannelTypeMessageMetadataListRequest(message_id=direct["message_id"], page=1)
(item,) = messages.list_channel_type_message_metadata(list_request).result.metadata
assert (item.key, item.value) == ("type", "3") and item.updated_at > 10**12
messages.delete_channel_type_message_metadata(
    sdk.ChannelTypeMessageMetadataDeleteRequest(**direct, keys=["type"], sync_to_sender=1)
)
assert messages.list_channel_type_message_metadata(list_request).result.metadata == []

community = {"message_id": "MSG-001", "channel_id": "community-001", "subchannel_id": "sub-001"}
messages.set_community_channel_message_metadata(
    sdk.CommunityChannelMessageMetadataSetRequest(**community, user_id="u", metadata={"k": "v"})
)
listed = messages.list_community_channel_message_metadata(
    sdk.CommunityChannelMessageMetadataListRequest(**community)
).result.metadata
assert [item.key for item in listed] == ["key1", "k"]
messages.delete_community_channel_message_metadata(
    sdk.CommunityChannelMessageMetadataDeleteRequest(**community, user_id="u", keys=["k"])
)

entries.batch_set_open_channel_metadata(
    sdk.OpenChannelMetadataBatchSetRequest(
        channel_id="gid1", metadata_owner_id="test", metadata={"key1": "v", "k2": "ü中"}, should_auto_delete=0
    )
)
(entry,) = entries.batch_get_open_channel_metadata(
    sdk.OpenChannelMetadataBatchGetRequest(channel_id="gid1", metadata_keys=["k2"])
).result.metadata
assert (entry.value, entry.metadata_owner_id, entry.should_auto_delete) == ("ü中", "test", 0)
entries.batch_remove_open_channel_metadata(
    sdk.OpenChannelMetadataBatchRemoveRequest(channel_id="gid1", metadata_owner_id="test", metadata_keys=["key1", "k2"])
)

sent = messages.send_direct_channel_message(
    sdk.DirectChannelMessageSendRequest(
        from_user_id="u", to_user_ids=["v"], message_type="RC:TxtMsg", content="{}", has_metadata=True, metadata={"a": "1"}
    )
)
assert sent.result.message_ids[0].user_id == "v"

try:
    messages.list_channel_type_message_metadata(sdk.ChannelTypeMessageMetadataListRequest(message_id="none"))
    raise SystemExit("the SDK found a message that does not exist")
except ApiException as failure:
    assert (failure.status, failure.error_code) == (400, 1002)
