/*
 * A disk that is slow or stands still, for one process: put in front of the C library with LD_PRELOAD. The file that
 * SLOWDISK_CONTROL names holds three native 32-bit numbers, which may change at any time:
 *
 *   0  milliseconds that each sync takes longer
 *   1  not 0: reading, writing and syncing a database file (*.mv.db) wait until it is 0 again
 *   2  not 0: each sync waits until it is 0 again
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static volatile int *control;

__attribute__((constructor)) static void begin(void) {
    const char *name = getenv("SLOWDISK_CONTROL");
    int fd = name == NULL ? -1 : open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return;
    }
    void *words = mmap(NULL, 3 * sizeof(int), PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    if (words != MAP_FAILED) {
        control = words;
    }
}

static void pause_ms(int milliseconds) {
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    nanosleep(&time, NULL);
}

static int is_database(int fd) {
    char link[64], name[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, name, sizeof name - 1);
    return length > 6 && memcmp(name + length - 6, ".mv.db", 6) == 0;
}

static void await_database(int fd) {
    if (control != NULL && control[1] != 0 && is_database(fd)) {
        while (control[1] != 0) {
            pause_ms(5);
        }
    }
}

static void await_sync(int fd) {
    await_database(fd);
    if (control == NULL) {
        return;
    }
    while (control[2] != 0) {
        pause_ms(5);
    }
    if (control[0] > 0) {
        pause_ms(control[0]);
    }
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int fsync(int fd) {
    await_sync(fd);
    return REAL(fsync)(fd);
}

int fdatasync(int fd) {
    await_sync(fd);
    return REAL(fdatasync)(fd);
}

ssize_t pread(int fd, void *to, size_t count, off_t at) {
    await_database(fd);
    return REAL(pread)(fd, to, count, at);
}

ssize_t pread64(int fd, void *to, size_t count, off64_t at) {
    await_database(fd);
    return REAL(pread64)(fd, to, count, at);
}

ssize_t pwrite(int fd, const void *from, size_t count, off_t at) {
    await_database(fd);
    return REAL(pwrite)(fd, from, count, at);
}

ssize_t pwrite64(int fd, const void *from, size_t count, off64_t at) {
    await_database(fd);
    return REAL(pwrite64)(fd, from, count, at);
}
