package dev.tr50.gateway.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Definitions or things, of which the name is the text that is kept. */
final class Registry implements Shelf {
    private final String service;
    /** So that keys of one registry are none of another. */
    private final String prefix;

    private Line line;

    private Registry(String service) {
        this.service = service;
        this.prefix = service + "-";
    }

    static Registry ofDefinitions() {
        return new Registry("thing_def");
    }

    static Registry ofThings() {
        return new Registry("thing");
    }

    @Override
    public void connect(Site site) throws IOException {
        line = site.owner("registry-" + service);
    }

    @Override
    public void put(String name, String text, boolean isThere) throws IOException {
        line.call(
                service + (isThere ? ".update" : ".create"),
                "{\"key\":\"" + prefix + name + "\",\"name\":\"" + text + "\"}");
    }

    @Override
    public void remove(String name) throws IOException {
        line.call(service + ".delete", "{\"key\":\"" + prefix + name + "\"}");
    }

    @Override
    public Optional<String> get(String name) throws IOException {
        if (!names().contains(name)) {
            return Optional.empty();
        }
        return Optional.of(line.call(service + ".find", "{\"key\":\"" + prefix + name + "\"}")
                .get("name")
                .asText());
    }

    @Override
    public Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        for (JsonNode entry : line.call(service + ".list", "{}").get("result")) {
            String key = entry.get("key").asText();
            if (key.startsWith(prefix)) {
                names.add(key.substring(prefix.length()));
            }
        }
        return names;
    }

    @Override
    public void disconnect() throws IOException {
        line.close();
    }

    @Override
    public String toString() {
        return service + "s";
    }
}
