// The parts of Linux that Swift's Glibc module does not show: epoll, accept4, pipe2, malloc_trim, renameat2, syncfs, the auxiliary vector, the
// bytes of a socket that are on their way, macro-valued signal dispositions, and the environment as a whole.
#ifndef GRILLO_CLINUX_SHIM_H
#define GRILLO_CLINUX_SHIM_H

#include <errno.h>
#include <linux/sockios.h>
#include <malloc.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/auxv.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/timex.h>
#include <time.h>

// Declared here and not by _GNU_SOURCE, which would change other types and set this module against Glibc's.
extern int accept4(int listener, struct sockaddr *from, socklen_t *length, int flags);
extern int pipe2(int ends[2], int flags);
extern int syncfs(int descriptor);
extern int renameat2(int from, const char *old, int to, const char *name, unsigned int flags);
extern int prctl(int option, ...);
extern int execve(const char *path, char *const arguments[], char *const variables[]);
extern char **environ;

// An epoll event whose fields are aligned: the kernel's own is packed on x86-64.
struct cl_ready {
    uint64_t tag;
    uint32_t events;
};

static inline int cl_sync_file_system(int descriptor) { return syncfs(descriptor); }

// 1 where something keeps the system's clock right, 0 where nothing does, -1 with an errno where that is not told.
static inline int cl_clock_is_synchronized(void) {
    struct timex clock = {.modes = 0};
    return adjtimex(&clock) < 0 ? -1 : (clock.status & STA_UNSYNC) == 0;
}

static inline int cl_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static inline int cl_epoll_control(int set, int operation, int descriptor, uint32_t events, uint64_t tag) {
    struct epoll_event event = {.events = events, .data.u64 = tag};
    return epoll_ctl(set, operation, descriptor, &event);
}

// The events that are ready now, without waiting; at most 128 of them.
static inline int cl_epoll_ready(int set, struct cl_ready *out, int capacity) {
    struct epoll_event events[128];
    int count = epoll_wait(set, events, capacity < 128 ? capacity : 128, 0);
    for (int i = 0; i < count; i++) {
        out[i].tag = events[i].data.u64;
        out[i].events = events[i].events;
    }
    return count;
}

// The same, waiting for the first of them for so many nanoseconds at most.
static inline int cl_epoll_await(int set, struct cl_ready *out, int capacity, int64_t nanoseconds) {
    struct epoll_event events[128];
    struct timespec patience = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
    int count = epoll_pwait2(set, events, capacity < 128 ? capacity : 128, &patience, 0);
    for (int i = 0; i < count; i++) {
        out[i].tag = events[i].data.u64;
        out[i].events = events[i].events;
    }
    return count;
}

// A non-blocking, close-on-exec descriptor for the next connection that waits, or the negated errno.
static inline int cl_accept(int listener, struct sockaddr_storage *from) {
    socklen_t length = sizeof *from;
    int descriptor = accept4(listener, (struct sockaddr *)from, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}

// Bytes that a stream socket was given and its other end has not acknowledged, or -1.
static inline int cl_unacknowledged(int descriptor) {
    int count = 0;
    return ioctl(descriptor, SIOCOUTQ, &count) < 0 ? -1 : count;
}

// AT_FDCWD, RENAME_NOREPLACE and RENAME_EXCHANGE, whose headers would share out declarations between this module and Glibc's.
enum { CL_HERE = -100, CL_NO_REPLACE = 1, CL_EXCHANGE = 2 };

// Renames unless the new name is taken. 0 or the errno; EINVAL where the file system cannot.
static inline int cl_rename_to_free(const char *old, const char *name) {
    return renameat2(CL_HERE, old, CL_HERE, name, CL_NO_REPLACE) == 0 ? 0 : errno;
}

// Gives each of two files the other's name. 0 or the errno; EINVAL where the file system cannot.
static inline int cl_rename_exchange(const char *one, const char *other) {
    return renameat2(CL_HERE, one, CL_HERE, other, CL_EXCHANGE) == 0 ? 0 : errno;
}

// A pipe whose ends are closed in other programs: the end to read from, then the end to write to. 0 or the errno.
static inline int cl_pipe(int ends[2]) { return pipe2(ends, SOCK_CLOEXEC) == 0 ? 0 : errno; }

// Gives the pages back that only freed memory lies on.
static inline void cl_trim_heap(void) { malloc_trim(0); }

// True in a program that was linked with every library that it needs, libc among them: no loader stands behind it.
static inline bool cl_is_static(void) { return getauxval(AT_BASE) == 0; }

static inline void cl_ignore_sigpipe(void) { signal(SIGPIPE, SIG_IGN); }

// True where nothing happens when the signal comes.
static inline bool cl_is_ignored(int number) {
    struct sigaction action;
    return sigaction(number, (void *)0, &action) == 0 && action.sa_handler == SIG_IGN;
}

// Gives the thread that calls a name, of 15 bytes at most; that of the first thread is the process's.
static inline void cl_name_thread(const char *name) { prctl(15 /* PR_SET_NAME */, name); }

// The environment: "NAME=value" each, and NULL behind the last.
static inline char **cl_environment(void) { return environ; }

// Becomes the program that this process already runs. Returns only where that fails.
static inline void cl_start_anew(char *const arguments[], char *const variables[]) {
    execve("/proc/self/exe", arguments, variables);
}

#endif
