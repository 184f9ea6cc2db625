package dev.tr50.gateway.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCheckTest {
    private static final long THREE_SLICES = 130L << 20;

    private final Queue<Runnable> due = new ArrayDeque<>();
    private final List<String> ended = new ArrayList<>();
    private Path zeros;
    private String sha256;

    @BeforeEach
    void make(@TempDir Path folder) throws IOException {
        zeros = folder.resolve("zeros");
        try (RandomAccessFile sparse = new RandomAccessFile(zeros.toFile(), "rw")) {
            sparse.setLength(THREE_SLICES);
        }
        try (FileChannel bytes = open()) {
            FileHash hash = new FileHash(bytes);
            hash.advance(THREE_SLICES);
            sha256 = hash.hex();
        }
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(zeros, StandardOpenOption.READ);
    }

    private FileCheck check(String name, FileChannel bytes, String expected) {
        FileCheck check = new FileCheck(bytes, expected, due::add, fits -> ended.add(name + " " + fits));
        due.add(check);
        return check;
    }

    private void runAll() {
        while (!due.isEmpty()) {
            due.remove().run();
        }
    }

    @Test
    void long_files_take_turns() throws Exception {
        FileCheck first = check("first", open(), sha256);
        FileCheck second = check("second", open(), sha256);
        for (int slice = 0; slice < 4; slice++) {
            due.remove().run();
        }

        assertThat(ended).isEmpty();
        runAll();
        assertThat(ended).containsExactly("first true", "second true");
        assertThat(first.verdict()).isCompletedWithValue(true);
        assertThat(second.verdict()).isCompletedWithValue(true);
    }

    @Test
    void other_bytes_are_told_and_the_file_is_closed() throws Exception {
        FileChannel bytes = open();
        FileCheck check = check("file", bytes, "0".repeat(64));
        runAll();

        assertThat(check.verdict()).isCompletedWithValue(false);
        assertThat(ended).containsExactly("file false");
        assertThat(bytes.isOpen()).isFalse();
    }

    @Test
    void a_check_that_nobody_waits_for_any_more_stops_and_closes_the_file() throws Exception {
        FileChannel bytes = open();
        FileCheck check = check("file", bytes, sha256);
        assertThat(check.join()).isTrue();
        due.remove().run();

        assertThat(check.leave()).isFalse();
        assertThat(check.leave()).isTrue();
        due.remove().run();
        assertThat(due).isEmpty();
        assertThat(bytes.isOpen()).isFalse();
        assertThat(ended).isEmpty();
        assertThat(check.join()).isFalse();
    }

    @Test
    void a_disk_that_fails_is_told_to_those_who_wait() throws Exception {
        FileChannel bytes = open();
        FileCheck check = check("file", bytes, sha256);
        bytes.close();
        runAll();

        assertThat(check.verdict()).isCompletedExceptionally();
        assertThat(check.join()).isFalse();
    }

    @Test
    void a_lack_of_memory_is_told_to_those_who_wait() throws Exception {
        FileChannel bytes = open();
        FileCheck check = new FileCheck(bytes, sha256, due::add, fits -> {
            throw new OutOfMemoryError("on purpose");
        });
        due.add(check);
        runAll();

        assertThat(check.verdict()).isCompletedExceptionally();
        assertThat(bytes.isOpen()).isFalse();
    }
}
