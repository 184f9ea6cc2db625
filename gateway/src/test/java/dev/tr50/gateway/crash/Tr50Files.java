package dev.tr50.gateway.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Files of a thing, or of its group, by the door of TR50: a command for the ticket, HTTP for the bytes. */
final class Tr50Files implements Shelf {
    private final String thingKey;
    private final String scope;
    private Site site;
    private Line line;

    private Tr50Files(String thingKey, String scope) {
        this.thingKey = thingKey;
        this.scope = scope;
    }

    static Tr50Files of(String thingKey) {
        return new Tr50Files(thingKey, "\"tags\":[\"a\",\"b\"]");
    }

    /** Nobody else may have files of the group. */
    static Tr50Files ofGroup(String thingKey) {
        return new Tr50Files(thingKey, "\"global\":true");
    }

    @Override
    public void connect(Site started) throws IOException {
        site = started;
        line = site.thing(thingKey);
    }

    @Override
    public void put(String name, String text, boolean isThere) throws IOException {
        String ticket = line.call("file.put", named(name)).get("fileId").asText();
        site.send(site.request("/file/" + ticket).POST(Site.text(text)), 200);
    }

    @Override
    public void remove(String name) throws IOException {
        line.call("file.delete", named(name));
    }

    @Override
    public Optional<String> get(String name) throws IOException {
        if (!names().contains(name)) {
            return Optional.empty();
        }
        String ticket = line.call("file.get", named(name)).get("fileId").asText();
        byte[] bytes = site.send(site.request("/file/" + ticket), 200);
        return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }

    /** As two lists have them, each made from an index of its own. */
    @Override
    public Set<String> names() throws IOException {
        Set<String> names = names("+fileName");
        if (!names("-uploadDate").equals(names)) {
            throw new AssertionError("Lists of " + this + " differ");
        }
        return names;
    }

    private Set<String> names(String sort) throws IOException {
        JsonNode page = line.call("file.list", "{" + scope + ",\"sort\":\"" + sort + "\"}");
        Set<String> names = new TreeSet<>();
        StreamSupport.stream(page.get("result").spliterator(), false)
                .map(file -> file.get("fileName").asText())
                .forEach(names::add);
        if (page.get("count").asInt() != names.size()) {
            throw new AssertionError("A list of " + this + " does not count what it has: " + page);
        }
        return names;
    }

    private String named(String name) {
        return "{\"fileName\":\"" + name + "\"," + scope + "}";
    }

    @Override
    public void disconnect() throws IOException {
        line.close();
    }

    @Override
    public String toString() {
        return "files of " + thingKey + " with " + scope;
    }
}
