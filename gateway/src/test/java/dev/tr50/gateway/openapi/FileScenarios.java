package dev.tr50.gateway.openapi;

import static java.util.Map.entry;

import java.util.Map;

/** The Filestore. */
final class FileScenarios {
    private static final String LONG = "x".repeat(AnswersAsDescribedTest.MOST_FILE_BYTES + 1);
    private static final String LARGE = "x".repeat(AnswersAsDescribedTest.MOST_SCOPE_BYTES - 10);
    private static final String NO_NAME = "%FF";

    private FileScenarios() {}

    /**
     * A place with files.
     *
     * @param path where they are stored
     * @param writer who may store them
     * @param readPath where they are read
     * @param reader who may read them
     * @param outsider a user who may not; null where there are no users
     */
    private record Shelf(String path, String writer, String readPath, String reader, String outsider) {}

    /** A new one for each scenario. */
    @FunctionalInterface
    private interface NewShelf {
        Shelf in(World world) throws Exception;
    }

    static Map<String, Scenario> all() {
        NewShelf thing = world -> ofThing(world, "/files");
        NewShelf thingToo = world -> ofThing(world, "/fs/files");
        return Map.ofEntries(
                entry("GET /files", list(thing)),
                entry("POST /files", store(thing)),
                entry("GET /files/{name}", read(thing)),
                entry("PUT /files/{name}", change(thing)),
                entry("DELETE /files/{name}", delete(thing)),
                entry("GET /fs/files", list(thingToo)),
                entry("POST /fs/files", store(thingToo)),
                entry("GET /fs/files/{name}", read(thingToo)),
                entry("PUT /fs/files/{name}", change(thingToo)),
                entry("DELETE /fs/files/{name}", delete(thingToo)),
                entry("GET /fs/groupfiles/{name}", read(FileScenarios::ofOwnGroup)),
                entry("GET /fs/groups/{groupId}/files", list(FileScenarios::ofGroup)),
                entry("POST /fs/groups/{groupId}/files", store(FileScenarios::ofGroup)),
                entry("GET /fs/groups/{groupId}/files/{name}", read(FileScenarios::ofGroup)),
                entry("PUT /fs/groups/{groupId}/files/{name}", change(FileScenarios::ofGroup)),
                entry("DELETE /fs/groups/{groupId}/files/{name}", delete(FileScenarios::ofGroup)));
    }

    private static Shelf ofThing(World world, String path) throws Exception {
        String secret = world.newThing(world.newGroup()).secret();
        return new Shelf(path, secret, path, secret, null);
    }

    private static Shelf ofGroup(World world) throws Exception {
        String path = "/fs/groups/" + world.newGroup() + "/files";
        return new Shelf(path, world.root, path, world.root, world.outsider());
    }

    private static Shelf ofOwnGroup(World world) throws Exception {
        String group = world.newGroup();
        String path = "/fs/groups/" + group + "/files";
        return new Shelf(
                path, world.root, "/fs/groupfiles", world.newThing(group).secret(), null);
    }

    private static Scenario list(NewShelf newShelf) {
        return (world, method) -> {
            Shelf shelf = newShelf.in(world);
            world.plain(method, shelf.path(), shelf.writer());
            world.file("POST", shelf.path(), shelf.writer(), "a.csv", "1");
            world.form("POST", shelf.path(), shelf.writer(), "name=\"file\"; filename=\"b.json\"", "{}");
            world.json("PUT", shelf.path() + "/a.csv", shelf.writer(), "{\"metadata\":{\"sensor\":7}}");
            world.plain(method, shelf.path(), shelf.writer());
            world.plain(method, shelf.path() + "?limit=1&order=name&dir=asc", shelf.writer());
            world.plain(method, shelf.path() + "?limit=0", shelf.writer());
            refusals(world, method, shelf, "");
        };
    }

    private static Scenario store(NewShelf newShelf) {
        return (world, method) -> {
            Shelf shelf = newShelf.in(world);
            world.file(method, shelf.path(), shelf.writer(), "a b.csv", "1");
            world.file(method, shelf.path(), shelf.writer(), "a b.csv", "2");
            world.form(method, shelf.path(), shelf.writer(), "name=\"metadata\"", "{}");
            world.file(method, shelf.path(), shelf.writer(), "long.bin", LONG);
            world.json(method, shelf.path(), shelf.writer(), "{}");
            world.file(method, shelf.path(), shelf.writer(), "c.bin", LARGE);
            world.file(method, shelf.path(), shelf.writer(), "d.bin", LARGE);
            refusals(world, method, shelf, "");
        };
    }

    private static Scenario read(NewShelf newShelf) {
        return (world, method) -> {
            Shelf shelf = newShelf.in(world);
            String content = world.newName() + " is in the file";
            world.file("POST", shelf.path(), shelf.writer(), "a.txt", content).succeeded();
            String path = shelf.readPath() + "/a.txt";
            Exchange whole = world.plain(method, path, shelf.reader()).succeeded();
            String tag = whole.headers().firstValue("ETag").orElseThrow();
            world.plain(method, path, shelf.reader(), "If-None-Match", tag);
            world.plain(method, path, shelf.reader(), "Range", "bytes=2-4");
            world.plain(method, path, shelf.reader(), "Range", "bytes=4000-");
            world.plain(method, path, shelf.reader(), "If-Match", "\"another\"");
            world.plain(method, shelf.readPath() + "/" + NO_NAME, shelf.reader());
            world.plain(method, shelf.readPath() + "/none", shelf.reader());
            refusals(world, method, shelf, "/a.txt");
            world.plain(method, path, World.NOBODY);
            world.damage(content);
            world.plain(method, path, shelf.reader());
        };
    }

    private static Scenario change(NewShelf newShelf) {
        return (world, method) -> {
            Shelf shelf = newShelf.in(world);
            world.file("POST", shelf.path(), shelf.writer(), "a.txt", "1").succeeded();
            String path = shelf.path() + "/a.txt";
            world.file(method, path, shelf.writer(), "other.txt", "2");
            world.json(method, path, shelf.writer(), "{\"time\":5.5,\"metadata\":{\"k\":1}}");
            world.json(method, path, shelf.writer(), "{");
            changedMeanwhile(world, method, path, shelf);
            world.plain(method, path, shelf.writer(), "If-Match", "\"of another version\"");
            world.json(method, shelf.path() + "/none", shelf.writer(), "{}");
            world.file(method, path, shelf.writer(), "long.bin", LONG);
            world.body("text/plain", method, path, shelf.writer(), "3");
            world.file("POST", shelf.path(), shelf.writer(), "b.bin", LARGE).succeeded();
            world.file(method, path, shelf.writer(), "a.txt", LARGE);
            refusals(world, method, shelf, "/a.txt");
        };
    }

    private static Scenario delete(NewShelf newShelf) {
        return (world, method) -> {
            Shelf shelf = newShelf.in(world);
            world.file("POST", shelf.path(), shelf.writer(), "a.txt", "1").succeeded();
            refusals(world, method, shelf, "/a.txt");
            world.plain(method, shelf.path() + "/a.txt", shelf.writer(), "If-Match", "\"of another version\"");
            world.plain(method, shelf.path() + "/a.txt", shelf.writer());
            world.plain(method, shelf.path() + "/a.txt", shelf.writer());
            world.plain(method, shelf.path() + "/" + NO_NAME, shelf.writer());
        };
    }

    private static void changedMeanwhile(World world, String method, String path, Shelf shelf) throws Exception {
        world.plain(method, path, shelf.writer(), "If-Match", "\"other\"", "Content-Type", "application/json");
    }

    private static void refusals(World world, String method, Shelf shelf, String file) throws Exception {
        world.plain(method, shelf.path() + file, World.NOBODY);
        world.plain(method, shelf.path() + file, "Thing nobody-has-this");
        if (shelf.outsider() != null) {
            world.plain(method, shelf.path() + file, shelf.outsider());
            world.plain(method, "/fs/groups/" + World.UNKNOWN_ID + "/files" + file, shelf.outsider());
        }
    }
}
