package dev.tr50.fuzz;

import dev.tr50.broker.BrokerTarget;
import dev.tr50.broker.PacketsTarget;
import dev.tr50.broker.TopicsTarget;
import dev.tr50.gateway.filestore.FormTarget;
import dev.tr50.gateway.filestore.MetadataTarget;
import dev.tr50.gateway.thing.QueryTarget;
import dev.tr50.gateway.transfer.HeadersTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Everything that is fed, in the order of this list. */
final class Targets {

    private static final Path SEEDS = Path.of("src/test/resources/seeds");

    /**
     * Something that reads what clients send.
     *
     * @param variations how many variations of its seeds {@code mvn verify} feeds it with
     */
    record Target(Class<?> type, Consumer<byte[]> feed, int variations) {

        String name() {
            return type.getSimpleName().replaceFirst("Target$", "");
        }

        Path seedFolder() {
            return SEEDS.resolve(name());
        }

        /** The inputs that are kept, at least one. */
        List<Path> seeds() {
            try (Stream<Path> files = Files.list(seedFolder())) {
                return files.sorted().toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return name();
        }
    }

    static final List<Target> ALL = List.of(
            new Target(EnvelopeTarget.class, EnvelopeTarget::fuzzerTestOneInput, 500),
            new Target(ZlibTarget.class, ZlibTarget::fuzzerTestOneInput, 300),
            new Target(PacketsTarget.class, PacketsTarget::fuzzerTestOneInput, 300),
            new Target(BrokerTarget.class, BrokerTarget::fuzzerTestOneInput, 50),
            new Target(TopicsTarget.class, TopicsTarget::fuzzerTestOneInput, 500),
            new Target(FormTarget.class, FormTarget::fuzzerTestOneInput, 100),
            new Target(MetadataTarget.class, MetadataTarget::fuzzerTestOneInput, 150),
            new Target(HeadersTarget.class, HeadersTarget::fuzzerTestOneInput, 500),
            new Target(QueryTarget.class, QueryTarget::fuzzerTestOneInput, 200),
            new Target(HttpTarget.class, HttpTarget::fuzzerTestOneInput, 40),
            new Target(CommandsTarget.class, CommandsTarget::fuzzerTestOneInput, 40));

    private Targets() {}
}
