package dev.tr50.storage;

import java.io.IOException;

/** Something that is done in the middle of something else, and may end it. */
interface IoAction {
    void run() throws IOException;
}
