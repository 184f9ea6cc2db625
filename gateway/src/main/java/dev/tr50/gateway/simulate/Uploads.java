package dev.tr50.gateway.simulate;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Brings the bytes of files to where the gateway wants them. */
final class Uploads {
    private static final String KIND = "POST /file/<id>";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SimulationSettings.Target target;
    private final HttpClient http;
    private final Tally tally;

    Uploads(SimulationSettings.Target target, HttpClient http, Tally tally) {
        this.target = target;
        this.http = http;
        this.tally = tally;
    }

    /** Sends a file to where its id says; does not wait for the answer. */
    void post(String fileId, String content) {
        HttpRequest request = HttpRequest.newBuilder(target.http("/file/" + fileId))
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString(content))
                .build();
        long begin = System.nanoTime();
        tally.sent(KIND);
        http.sendAsync(request, BodyHandlers.ofString()).whenComplete((response, failure) -> {
            if (failure != null) {
                tally.failed(KIND, Integrator.reason(failure));
            } else {
                told(response, System.nanoTime() - begin);
            }
        });
    }

    private void told(HttpResponse<String> response, long nanos) {
        tally.answered(KIND, nanos);
        if (response.statusCode() != 200) {
            tally.failed(KIND, response.statusCode() + " " + response.body().strip());
        }
    }
}
