import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import io.github.doocs.im.ImClient;
import io.github.doocs.im.constant.GroupCounterMode;
import io.github.doocs.im.model.group.GroupAttr;
import io.github.doocs.im.model.group.GroupCounterItem;
import io.github.doocs.im.model.request.*;
import io.github.doocs.im.model.response.*;
import java.util.List;

/** Calls the sandbox at a domain with the public Java SDK (io.github.doocs:im-server-sdk-java). */
public class Client {
    static final String GROUP = "@TGS#2SANDBOX1";

    static void check(boolean holds, Object seen) {
        if (!holds) throw new AssertionError(seen);
    }

    static KeyValueSeq pair(String key, String value) {
        return KeyValueSeq.builder().key(key).value(value).seq(0L).build();
    }

    static ImClient client(String key, String domain) {
        return ImClient.getInstance(1400000000L, "administrator", key, domain);
    }

    public static void main(String[] arguments) throws Exception {
        ImClient client = client("sandbox-secret-key", arguments[0]);
        attributes(client);
        counters(client);
        groupExtensions(client);
        directExtensions(client);
        GenericResult refused = client("wrong", arguments[0]).group.getGroupAttr(new GetGroupAttrRequest(GROUP));
        check(refused.getErrorCode() == 70009, refused);
    }

    static void attributes(ImClient client) throws Exception {
        List<GroupAttr> written = List.of(new GroupAttr("theme", "dark"), new GroupAttr("lang", "中"));
        GenericResult modified = client.group.modifyGroupAttr(new ModifyGroupAttrRequest(GROUP, written));
        check("OK".equals(modified.getActionStatus()) && modified.getErrorCode() == 0, modified);
        GetGroupAttrResult read = client.group.getGroupAttr(new GetGroupAttrRequest(GROUP));
        check(read.getGroupAttrs().size() == 2 && read.getGroupAttrs().get(1).getValue().equals("中"), read);
        client.group.setGroupAttr(new SetGroupAttrRequest(GROUP, List.of(new GroupAttr("a", "1"))));
        check(client.group.getGroupAttr(new GetGroupAttrRequest(GROUP)).getGroupAttrs().size() == 1, "set");
        client.group.clearGroupAttr(new ClearGroupAttrRequest(GROUP));
        check(client.group.getGroupAttr(new GetGroupAttrRequest(GROUP)).getGroupAttrs().isEmpty(), "clear");
        GenericResult missing = client.group.getGroupAttr(new GetGroupAttrRequest("none"));
        check(missing.getErrorCode() == 10010, missing);
    }

    static void counters(ImClient client) throws Exception {
        List<GroupCounterItem> large = List.of(new GroupCounterItem("likes", Long.MAX_VALUE - 1));
        client.group.updateGroupCounter(new UpdateGroupCounterRequest(GROUP, large, GroupCounterMode.SET));
        List<GroupCounterItem> one = List.of(new GroupCounterItem("likes", 1L));
        UpdateGroupCounterResult updated =
            client.group.updateGroupCounter(new UpdateGroupCounterRequest(GROUP, one, GroupCounterMode.INCREASE));
        check(updated.getGroupCounter().get(0).getValue() == Long.MAX_VALUE, updated);
        GetGroupCounterResult read = client.group.getGroupCounter(new GetGroupCounterRequest(GROUP));
        check(read.getGroupCounter().get(0).getValue() == Long.MAX_VALUE, read);
        client.group.deleteGroupCounter(new DeleteGroupCounterRequest(GROUP));
        check(client.group.getGroupCounter(new GetGroupCounterRequest(GROUP)).getGroupCounter().isEmpty(), "delete");
    }

    interface Call {
        void run() throws Exception;
    }

    /** Makes a call whose reply lists extensions: this version of the SDK sends it, and cannot read the list. */
    static void send(Call call) throws Exception {
        try {
            call.run();
        } catch (InvalidDefinitionException unreadable) {
            check(unreadable.getType().getRawClass() == KeyValueSeq.class, unreadable);
        }
    }

    static void groupExtensions(ImClient client) throws Exception {
        List<KeyValueSeq> pairs = List.of(pair("priority", "high"), pair("owner", "bob"));
        send(() -> client.group.groupSetKeyValues(new GroupSetKeyValuesRequest(GROUP, 158L, 1, pairs)));
        send(() -> client.group.groupSetKeyValues(new GroupSetKeyValuesRequest(GROUP, 158L, 2, pairs.subList(0, 1))));
        GroupGetKeyValuesResult read =
            client.group.groupGetKeyValues(new GroupGetKeyValuesRequest(GROUP, 158L, 3L));
        check(read.getCompleteFlag() == 1 && read.getLatestSeq() == 2 && read.getClearSeq() == 0, read);
        check(read.getExtensionList().isEmpty(), read);
    }

    static void directExtensions(ImClient client) throws Exception {
        String message = "11223344_7_1767225600";
        List<KeyValueSeq> pairs = List.of(pair("priority", "high"));
        send(() -> client.message.setKeyValues(new SetKeyValuesRequest("ada", "bob", message, 1, pairs)));
        SetKeyValuesResult cleared = client.message.setKeyValues(new SetKeyValuesRequest("ada", "bob", message, 3, null));
        check(cleared.getErrorCode() == 0, cleared);
        GetKeyValuesResult read = client.message.getKeyValues(new GetKeyValuesRequest("ada", "bob", message, null));
        check(read.getErrorCode() == 0 && read.getClearSeq() == 2 && read.getExtensionList().isEmpty(), read);
    }
}
