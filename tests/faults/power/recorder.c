/* Notes what SQLite asks of the file system, call by call in the order of their effect.
 *
 * Loaded with LD_PRELOAD. RECORD_DATABASE is the file to watch, with its journals and its folder;
 * RECORD_TO is where the notes go: a header each (struct note), and after a write what was written.
 * A write is noted before it is done, a sync after it: in between it has promised nothing yet.
 * What recording.py could not replay is noted as UNKNOWN, so that it is never passed over.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define FILES 65536
#define REAL(name) real_##name = dlsym(RTLD_NEXT, #name)

enum call { CREATE = 'c', WRITE = 'w', TRUNCATE = 't', SYNC = 's', UNLINK = 'u', UNKNOWN = '?' };
enum { UNWATCHED, DATABASE, JOURNAL, WAL, FOLDER };

struct note { uint64_t nanoseconds, offset; uint32_t length; uint8_t call, file; }
    __attribute__((packed));

static int (*real_open)(const char *, int, ...);
static int (*real_close)(int), (*real_fsync)(int), (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t), (*real_unlink)(const char *);
static int (*real_rename)(const char *, const char *), (*real_fallocate)(int, int, off_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static uint8_t watched[FILES]; /* by descriptor */
static char database[PATH_MAX], folder[PATH_MAX];
static int notes = -1;

__attribute__((constructor)) static void begin(void) {
    REAL(open); REAL(close); REAL(fsync); REAL(fdatasync); REAL(ftruncate); REAL(unlink);
    REAL(rename); REAL(fallocate); REAL(write); REAL(pwrite);
    if (!getenv("RECORD_DATABASE") || !getenv("RECORD_TO")) return;
    strncpy(database, getenv("RECORD_DATABASE"), PATH_MAX - 1);
    strncpy(folder, database, PATH_MAX - 1);
    dirname(folder);
    notes = real_open(getenv("RECORD_TO"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static uint8_t file_at(const char *path) {
    size_t size = strlen(database);
    if (notes < 0) return UNWATCHED;
    if (!strcmp(path, folder)) return FOLDER;
    if (strncmp(path, database, size)) return UNWATCHED;
    if (!path[size]) return DATABASE;
    if (!strcmp(path + size, "-journal")) return JOURNAL;
    return strcmp(path + size, "-wal") ? UNWATCHED : WAL; /* -shm holds nothing that lasts */
}

static uint8_t file_of(int fd) { return fd >= 0 && fd < FILES ? watched[fd] : UNWATCHED; }

static void note(enum call call, uint8_t file, uint64_t offset, const void *data, uint32_t length) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    struct note head = { now.tv_sec * 1000000000ULL + now.tv_nsec, offset, length, call, file };
    struct iovec parts[2] = { { &head, sizeof head }, { (void *)data, length } };
    ssize_t whole = sizeof head + length;
    if (writev(notes, parts, length ? 2 : 1) != whole) abort();
}

/* Do it, with notes before and after, while nobody else does anything. */
#define IN_ORDER(fd, before, done, after) \
    uint8_t file = file_of(fd);           \
    if (!file) return done;               \
    pthread_mutex_lock(&one_at_a_time);   \
    before;                               \
    __typeof__(done) result = done;       \
    after;                                \
    pthread_mutex_unlock(&one_at_a_time); \
    return result;

int open(const char *path, int flags, ...) {
    mode_t mode = 0;
    if (flags & O_CREAT) { va_list more; va_start(more, flags); mode = va_arg(more, int); va_end(more); }
    uint8_t file = file_at(path);
    if (!file) return real_open(path, flags, mode);
    pthread_mutex_lock(&one_at_a_time);
    if (flags & O_TRUNC) note(UNKNOWN, file, 0, NULL, 0);
    if ((flags & O_CREAT) && access(path, F_OK)) note(CREATE, file, 0, NULL, 0);
    int fd = real_open(path, flags, mode);
    if (fd >= FILES) abort();
    if (fd >= 0) watched[fd] = file;
    pthread_mutex_unlock(&one_at_a_time);
    return fd;
}

int close(int fd) {
    if (fd >= 0 && fd < FILES) watched[fd] = UNWATCHED;
    return real_close(fd);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    IN_ORDER(fd, note(WRITE, file, at, data, size), real_pwrite(fd, data, size, at), if (result != (ssize_t)size) note(UNKNOWN, file, 0, NULL, 0))
}

ssize_t write(int fd, const void *data, size_t size) {
    IN_ORDER(fd, note(UNKNOWN, file, 0, NULL, 0), real_write(fd, data, size), )
}

int ftruncate(int fd, off_t size) {
    IN_ORDER(fd, note(TRUNCATE, file, size, NULL, 0), real_ftruncate(fd, size), )
}

int fsync(int fd) {
    IN_ORDER(fd, , real_fsync(fd), if (!result) note(SYNC, file, 0, NULL, 0))
}

int fdatasync(int fd) {
    IN_ORDER(fd, , real_fdatasync(fd), if (!result) note(SYNC, file, 0, NULL, 0))
}

int fallocate(int fd, int mode, off_t at, off_t size) {
    IN_ORDER(fd, note(UNKNOWN, file, 0, NULL, 0), real_fallocate(fd, mode, at, size), )
}

int unlink(const char *path) {
    uint8_t file = file_at(path);
    if (!file) return real_unlink(path);
    pthread_mutex_lock(&one_at_a_time);
    int result = real_unlink(path);
    if (!result) note(UNLINK, file, 0, NULL, 0);
    pthread_mutex_unlock(&one_at_a_time);
    return result;
}

int rename(const char *from, const char *to) {
    if (file_at(from) || file_at(to)) note(UNKNOWN, 0, 0, NULL, 0);
    return real_rename(from, to);
}

/* The same by the names under which libraries built for large files call them. */
int open64(const char *path, int flags, ...) __attribute__((alias("open")));
ssize_t pwrite64(int fd, const void *data, size_t size, off_t at) __attribute__((alias("pwrite")));
int ftruncate64(int fd, off_t size) __attribute__((alias("ftruncate")));
int fallocate64(int fd, int mode, off_t at, off_t size) __attribute__((alias("fallocate")));
