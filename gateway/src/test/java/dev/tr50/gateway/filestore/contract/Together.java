package dev.tr50.gateway.filestore.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Many clients at the same time, each on a thread of its own. */
final class Together {

    private Together() {}

    interface Client<T> {
        T run(int number) throws Exception;
    }

    static <T> List<Callable<T>> clients(int number, Client<T> client) {
        return IntStream.range(0, number)
                .<Callable<T>>mapToObj(i -> () -> client.run(i))
                .toList();
    }

    /** What each of them comes to, in their order. */
    static <T> List<T> run(List<Callable<T>> clients) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(clients)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
