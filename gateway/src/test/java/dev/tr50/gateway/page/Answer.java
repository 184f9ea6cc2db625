package dev.tr50.gateway.page;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What {@code curl -i} printed of one answer.
 *
 * @param head the status line and the headers
 */
record Answer(List<String> head, String body) {

    /** Takes apart what one or more runs of curl printed, one after the other. */
    static List<Answer> of(byte[] printed) {
        List<Answer> answers = new ArrayList<>();
        String left = new String(printed, StandardCharsets.ISO_8859_1);
        while (!left.isEmpty()) {
            int end = left.indexOf("\r\n\r\n");
            if (end < 0) {
                throw new AssertionError("no answer of HTTP: " + left);
            }
            List<String> head = List.of(left.substring(0, end).split("\r\n"));
            left = left.substring(end + 4);
            int length = contentLength(head);
            answers.add(new Answer(head, utf8(left.substring(0, length))));
            left = left.substring(length);
        }
        return answers;
    }

    private static int contentLength(List<String> head) {
        return head.stream()
                .filter(line -> line.regionMatches(true, 0, "Content-Length:", 0, 15))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Whether a line of the head is as documented; {@code …} stands for anything. */
    boolean says(String documented) {
        String pattern = Pattern.quote(documented).replace("…", "\\E.*\\Q");
        return head.stream().anyMatch(line -> line.matches(pattern));
    }
}
