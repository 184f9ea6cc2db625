package dev.tr50.gateway.backup;

import dev.tr50.storage.BackupException;
import dev.tr50.storage.BackupSummary;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Asks the gateway that runs on a data folder for a backup. */
public final class BackupRequest {

    private BackupRequest() {}

    /**
     * Writes a backup as it comes.
     *
     * @param target is told everything, also of a backup that is not finished; stays open
     * @return nothing when no gateway that could be asked runs on the folder; nothing was written then
     * @throws BackupException when the gateway cannot make a backup, or ended before it was finished
     */
    public static Optional<BackupSummary> copyTo(Path dataFolder, OutputStream target) throws IOException {
        Path socket = BackupSocket.folder(dataFolder).resolve(BackupSocket.NAME);
        if (!Files.exists(socket)) {
            return Optional.empty();
        }
        if (!Files.isWritable(socket)) {
            throw new AccessDeniedException(socket.toString(), null, "a gateway is backed up by the user it runs as");
        }
        try (SocketChannel channel = SocketChannel.open(BackupSocket.address(dataFolder))) {
            return Optional.of(receive(new DataInputStream(Channels.newInputStream(channel)), target));
        } catch (SocketException refused) {
            // A gateway that was killed has left the socket behind.
            return Optional.empty();
        }
    }

    private static BackupSummary receive(DataInputStream source, OutputStream target) throws IOException {
        try {
            byte[] frame = new byte[FrameOutput.LONGEST];
            for (int length = source.readInt(); ; length = source.readInt()) {
                if (length == FrameOutput.END) {
                    return new BackupSummary(source.readLong(), source.readLong());
                } else if (length == FrameOutput.FAILURE) {
                    throw new BackupException(source.readUTF());
                } else if (length < 0 || length > frame.length) {
                    throw new BackupException("This gateway sends backups in a form that is not known here");
                }
                source.readFully(frame, 0, length);
                target.write(frame, 0, length);
            }
        } catch (EOFException e) {
            throw new BackupException("The gateway ended before the backup was finished");
        }
    }
}
