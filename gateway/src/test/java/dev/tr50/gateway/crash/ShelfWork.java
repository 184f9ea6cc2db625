package dev.tr50.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Puts, replaces and removes texts. Every text is another one, so that it shows which change it comes from. */
final class ShelfWork implements Work {

    /** A change that was not answered: the text it makes, or none. */
    private record Doubt(String name, Optional<String> after) {}

    private final Shelf shelf;
    private final int names;
    private final int longest;
    private final Map<String, String> acknowledged = new TreeMap<>();
    private Optional<Doubt> doubt = Optional.empty();
    private int edition;

    /**
     * @param names how many there are
     * @param longest characters of a text, at least 40
     */
    ShelfWork(Shelf shelf, int names, int longest) {
        this.shelf = shelf;
        this.names = names;
        this.longest = longest;
    }

    @Override
    public void connect(Site site) throws IOException {
        shelf.connect(site);
    }

    @Override
    public int step(Random chance) throws IOException {
        String name = "shelf-" + chance.nextInt(names);
        boolean isThere = acknowledged.containsKey(name);
        if (isThere && chance.nextInt(4) == 0) {
            doubt = Optional.of(new Doubt(name, Optional.empty()));
            shelf.remove(name);
            acknowledged.remove(name);
        } else {
            String text = text(name, chance);
            doubt = Optional.of(new Doubt(name, Optional.of(text)));
            shelf.put(name, text, isThere);
            acknowledged.put(name, text);
        }
        doubt = Optional.empty();
        return 1;
    }

    private String text(String name, Random chance) {
        String line = "edition " + edition++ + " of " + name + ".";
        int length = line.length() + chance.nextInt(longest - line.length());
        return line.repeat(length / line.length() + 1).substring(0, length);
    }

    @Override
    public void check() throws IOException {
        if (doubt.isPresent()) {
            settle(doubt.get());
            doubt = Optional.empty();
        }
        assertThat(shelf.names()).as(shelf::toString).isEqualTo(acknowledged.keySet());
        for (Map.Entry<String, String> text : acknowledged.entrySet()) {
            assertThat(shelf.get(text.getKey())).as(shelf::toString).contains(text.getValue());
        }
    }

    /** The change was done or was not; nothing between. */
    private void settle(Doubt change) throws IOException {
        Optional<String> found = shelf.get(change.name());
        List<Optional<String>> possible = new ArrayList<>();
        possible.add(Optional.ofNullable(acknowledged.get(change.name())));
        possible.add(change.after());
        assertThat(found).as(() -> shelf + ", " + change.name()).isIn(possible);
        found.ifPresentOrElse(text -> acknowledged.put(change.name(), text), () -> acknowledged.remove(change.name()));
    }

    @Override
    public void disconnect() throws IOException {
        shelf.disconnect();
    }

    @Override
    public String toString() {
        return shelf.toString();
    }
}
