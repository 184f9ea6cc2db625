package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RememberedCommandsTest {

    private static final byte[] LARGE = new byte[20 << 10];

    private final RememberedCommands commands = new RememberedCommands();

    @Test
    void replies_that_are_forgotten_leave_their_room_to_others() {
        for (int i = 0; i < 5; i++) {
            ReplyRoute lost = new ReplyRoute("reply/" + i, null);
            commands.begin(i, lost, null);
            commands.answered(lost, LARGE, null, null);
            commands.forget(lost);
        }
        ReplyRoute route = new ReplyRoute("reply/last", null);
        commands.begin(9, route, null);
        commands.answered(route, LARGE, null, null);

        assertThat(commands.remember(route)).isTrue();
    }
}
