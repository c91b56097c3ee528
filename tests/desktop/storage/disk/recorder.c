/* Stands between a process and its C library (LD_PRELOAD): writes down everything that the process does to the files
   below one folder, in order, and can say that the disk has no room.

   RECORDER_FOLDER  the folder that is watched
   RECORDER_LOG     where the record goes; outside of the folder

   One entry: op (1 byte), length of the name (2), of the second name (2), offset (8), length of the data (8), all
   little-endian, then the names, relative to the folder, and the data. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FILES 4096
#define CHUNK 65536

static char folder[PATH_MAX];
static size_t folder_length;
static int journal = -1;
static char *names[FILES];
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static long countdown;    /* the write that fails next, 1 for the very next; 0: there is room */
static int stays_full;    /* every later write fails too */
static int reason;        /* errno of a write that fails */
static long writes;       /* how many writes were asked for */

__attribute__((constructor)) static void begin(void) {
  const char *watched = getenv("RECORDER_FOLDER"), *log = getenv("RECORDER_LOG");
  if (!watched || !log) return;
  journal = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  snprintf(folder, sizeof folder, "%s", watched);
  folder_length = strlen(folder);
  /* A program that this one starts is not its own work. */
  unsetenv("RECORDER_FOLDER");
}

static const char *inside(const char *path) {
  if (journal < 0 || !path || strncmp(path, folder, folder_length)) return NULL;
  if (path[folder_length] == 0) return ".";
  return path[folder_length] == '/' ? path + folder_length + 1 : NULL;
}

static const char *name_of(int file) { return file >= 0 && file < FILES ? names[file] : NULL; }

/* The name of a path that may be relative to an open folder, as shutil.rmtree walks; NULL outside of the folder. */
static const char *below(int base, const char *path, char *room) {
  const char *parent = name_of(base);
  if (base == AT_FDCWD || !path || path[0] == '/') return inside(path);
  if (!parent) return NULL;
  if (strcmp(parent, ".") == 0) return path;
  snprintf(room, PATH_MAX, "%s/%s", parent, path);
  return room;
}

static void put(const void *data, size_t size) {
  for (const char *at = data; size;) {
    long done = syscall(SYS_write, journal, at, size);
    if (done < 0) abort();
    at += done;
    size -= (size_t)done;
  }
}

static void note(char op, const char *name, const char *second, uint64_t offset, const void *data, uint64_t size) {
  unsigned char head[21];
  uint16_t first_length = (uint16_t)strlen(name), second_length = second ? (uint16_t)strlen(second) : 0;
  head[0] = (unsigned char)op;
  memcpy(head + 1, &first_length, 2);
  memcpy(head + 3, &second_length, 2);
  memcpy(head + 5, &offset, 8);
  memcpy(head + 13, &size, 8);
  int before = errno;
  pthread_mutex_lock(&gate);
  put(head, sizeof head);
  put(name, first_length);
  if (second) put(second, second_length);
  if (size) put(data, size);
  pthread_mutex_unlock(&gate);
  errno = before;
}

/* For the process itself, by ctypes. */
void recorder_mark(const char *text) {
  if (journal >= 0) note('M', ".", NULL, 0, text, strlen(text));
}
void recorder_fail(long at, int stays, int number) {
  countdown = at;
  stays_full = stays;
  reason = number;
}
long recorder_writes(void) { return writes; }

static int refused(void) {
  writes++;
  if (countdown == 0) return 0;
  if (countdown > 1) {
    countdown--;
    return 0;
  }
  if (!stays_full) countdown = 0;
  errno = reason;
  return 1;
}

static void opened(int file, const char *name) {
  if (file < 0 || file >= FILES) return;
  free(names[file]);
  names[file] = name ? strdup(name) : NULL;
}

static int open_it(int base, const char *path, int flags, mode_t mode) {
  char room[PATH_MAX];
  const char *name = below(base, path, room);
  int fresh = 0;
  if (name && (flags & O_CREAT)) fresh = syscall(SYS_faccessat, base, path, F_OK) != 0;
  if (fresh && refused()) return -1;
  int file = (int)syscall(SYS_openat, base, path, flags, mode);
  if (file < 0) return file;
  opened(file, name);
  if (name && fresh) note('C', name, NULL, 0, NULL, 0);
  if (name && !fresh && (flags & O_TRUNC)) note('T', name, NULL, 0, NULL, 0);
  return file;
}

#define MODE(last)                                        \
  mode_t mode = 0;                                        \
  if (flags & (O_CREAT | __O_TMPFILE)) {                  \
    va_list list;                                         \
    va_start(list, last);                                 \
    mode = (mode_t)va_arg(list, int);                     \
    va_end(list);                                         \
  }

int open(const char *path, int flags, ...) {
  MODE(flags);
  return open_it(AT_FDCWD, path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  MODE(flags);
  return open_it(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}
int openat(int base, const char *path, int flags, ...) {
  MODE(flags);
  return open_it(base, path, flags, mode);
}
int openat64(int base, const char *path, int flags, ...) {
  MODE(flags);
  return open_it(base, path, flags | O_LARGEFILE, mode);
}

int close(int file) {
  opened(file, NULL);
  return (int)syscall(SYS_close, file);
}

static ssize_t write_at(int file, const void *data, size_t size, off_t offset) {
  const char *name = name_of(file);
  if (name && refused()) return -1;
  ssize_t done = syscall(SYS_pwrite64, file, data, size, offset);
  if (name && done > 0) note('W', name, NULL, (uint64_t)offset, data, (uint64_t)done);
  return done;
}
ssize_t pwrite(int file, const void *data, size_t size, off_t offset) { return write_at(file, data, size, offset); }
ssize_t pwrite64(int file, const void *data, size_t size, off64_t offset) { return write_at(file, data, size, offset); }

ssize_t write(int file, const void *data, size_t size) {
  const char *name = name_of(file);
  if (!name) return syscall(SYS_write, file, data, size);
  if (refused()) return -1;
  int flags = (int)syscall(SYS_fcntl, file, F_GETFL);
  off_t at = flags & O_APPEND ? lseek(file, 0, SEEK_END) : lseek(file, 0, SEEK_CUR);
  ssize_t done = syscall(SYS_write, file, data, size);
  if (done > 0) note('W', name, NULL, (uint64_t)at, data, (uint64_t)done);
  return done;
}

/* What the kernel would copy by itself is copied here, so that it is seen. */
static ssize_t copy(int target, int source, off_t *from, size_t size) {
  static char buffer[CHUNK];
  ssize_t got = from ? syscall(SYS_pread64, source, buffer, size < CHUNK ? size : CHUNK, *from)
                     : syscall(SYS_read, source, buffer, size < CHUNK ? size : CHUNK);
  if (got <= 0) return got;
  ssize_t done = write(target, buffer, (size_t)got);
  if (done > 0 && from) *from += done;
  return done;
}
ssize_t sendfile(int target, int source, off_t *from, size_t size) {
  if (name_of(target)) return copy(target, source, from, size);
  return syscall(SYS_sendfile, target, source, from, size);
}
ssize_t sendfile64(int target, int source, off64_t *from, size_t size) {
  return sendfile(target, source, (off_t *)from, size);
}
ssize_t copy_file_range(int source, off64_t *from, int target, off64_t *to, size_t size, unsigned flags) {
  if (name_of(target)) {
    errno = ENOSYS;
    return -1;
  }
  return syscall(SYS_copy_file_range, source, from, target, to, size, flags);
}

int ftruncate64(int file, off64_t size) {
  const char *name = name_of(file);
  int done = (int)syscall(SYS_ftruncate, file, size);
  if (name && !done) note('T', name, NULL, (uint64_t)size, NULL, 0);
  return done;
}
int ftruncate(int file, off_t size) { return ftruncate64(file, size); }

static int sync_it(int file, long call) {
  const char *name = name_of(file);
  int done = name ? 0 : (int)syscall(call, file);
  if (name) note('S', name, NULL, 0, NULL, 0);
  return done;
}
int fsync(int file) { return sync_it(file, SYS_fsync); }
int fdatasync(int file) { return sync_it(file, SYS_fdatasync); }

/* Whoever asks how much room there is hears the same. */
int statvfs64(const char *path, struct statvfs64 *found) {
  static int (*ask)(const char *, struct statvfs64 *);
  if (!ask) *(void **)&ask = dlsym(RTLD_NEXT, "statvfs64");
  int done = ask(path, found);
  if (!done && countdown && inside(path)) found->f_bavail = found->f_bfree = 0;
  return done;
}
int statvfs(const char *path, struct statvfs *found) { return statvfs64(path, (struct statvfs64 *)found); }

static int two_names(char op, const char *from, const char *to, int done) {
  if (!done && inside(from) && inside(to)) note(op, inside(from), inside(to), 0, NULL, 0);
  return done;
}
int rename(const char *from, const char *to) {
  return two_names('R', from, to, (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}
int renameat(int base, const char *from, int other, const char *to) {
  return two_names('R', from, to, (int)syscall(SYS_renameat2, base, from, other, to, 0));
}
int link(const char *from, const char *to) {
  if (inside(to) && refused()) return -1;
  return two_names('L', from, to, (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0));
}
int linkat(int base, const char *from, int other, const char *to, int flags) {
  if (inside(to) && refused()) return -1;
  return two_names('L', from, to, (int)syscall(SYS_linkat, base, from, other, to, flags));
}

static int gone(const char *name, int done) {
  if (name && !done) note('U', name, NULL, 0, NULL, 0);
  return done;
}
int unlink(const char *path) { return gone(inside(path), (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0)); }
int rmdir(const char *path) { return gone(inside(path), (int)syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR)); }
int unlinkat(int base, const char *path, int flags) {
  char room[PATH_MAX];
  return gone(below(base, path, room), (int)syscall(SYS_unlinkat, base, path, flags));
}
int mkdir(const char *path, mode_t mode) {
  if (inside(path) && refused()) return -1;
  int done = (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
  if (!done && inside(path)) note('D', inside(path), NULL, 0, NULL, 0);
  return done;
}
