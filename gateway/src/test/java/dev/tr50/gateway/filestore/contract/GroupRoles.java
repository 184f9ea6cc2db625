package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.delete;
import static dev.tr50.gateway.filestore.contract.Call.get;
import static dev.tr50.gateway.filestore.contract.Call.head;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Call.put;
import static dev.tr50.gateway.filestore.contract.Expected.error;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

/** One line of the table of roles, tried out. */
final class GroupRoles {

    private GroupRoles() {}

    /**
     * @param changing status of uploads, updates and deletions that are allowed or not: 200 or 403
     * @param reading status of lists and downloads
     */
    static void check(Filestore files, String who, int changing, int reading) {
        String credentials = switch (who) {
            case "root" -> files.root();
            case "outsider" -> files.outsider().bearer();
            default -> files.person(who).bearer();
        };
        String kept = files.fresh("kept") + ".txt";
        files.send(post(files.groupFiles()).as(files.root()).form(Form.file(kept, "before")))
                .expect(201);
        String place = files.groupFiles() + "/" + kept;

        check(files.send(get(files.groupFiles()).as(credentials)), reading);
        check(files.send(get(place).as(credentials)), reading);
        assertThat(files.send(head(place).as(credentials)).status()).isEqualTo(reading);
        check(
                files.send(post(files.groupFiles()).as(credentials).form(Form.file(files.fresh("new") + ".txt", "x"))),
                changing == 200 ? 201 : changing);
        check(files.send(put(place).as(credentials).form(Form.file(kept, "after"))), changing);
        check(files.send(put(place).as(credentials).json("{\"time\":1}")), changing);
        assertThat(files.send(get(place).as(files.root())).expect(200).text())
                .isEqualTo(changing == 200 ? "after" : "before");
        check(files.send(delete(place).as(credentials)), changing == 200 ? 204 : changing);
        assertThat(files.send(get(place).as(files.root())).status())
                .isEqualTo(Map.of(200, 404, 403, 200).get(changing));
    }

    private static void check(Reply reply, int status) {
        reply.expect(status);
        if (status == 403) {
            error("failed to perform authorization over the entity").accept(reply);
        }
    }
}
