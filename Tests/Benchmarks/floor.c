// The floor: what epoll and send allow on this machine. The least that can be called a chat server, in one thread: it says
// 422 to NICK and 366 to JOIN, and passes PRIVMSG on to everybody else in the room, one send for each session and turn; what a
// socket does not take waits until it does.
// It checks nothing, keeps nothing and bounds nothing: it is there to be compared with, not to be used.
//
//     floor PORT      listens on 127.0.0.1
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

struct session {
    int descriptor;
    int room;
    char nick[32];
    char *in, *out;
    size_t in_count, out_count, out_room;
    int is_dirty, is_waiting;
};

struct room {
    struct session **members;
    int count, capacity;
};

enum { rooms_at_most = 10001, inbox = 16384, longest_line = 2048 };

static struct room rooms[rooms_at_most];
static struct session **dirty;
static int dirty_count, dirty_capacity;
static int set;

static void append(struct session *to, const char *bytes, size_t count) {
    if (to->out_count + count > to->out_room) {
        to->out_room = (to->out_count + count) * 2;
        to->out = realloc(to->out, to->out_room);
    }
    memcpy(to->out + to->out_count, bytes, count);
    to->out_count += count;
    if (to->is_dirty || to->is_waiting) return;
    to->is_dirty = 1;
    if (dirty_count == dirty_capacity) {
        dirty_capacity = dirty_capacity * 2 + 1024;
        dirty = realloc(dirty, dirty_capacity * sizeof *dirty);
    }
    dirty[dirty_count++] = to;
}

static void wait_for_room(struct session *who, int is_waiting) {
    if (who->is_waiting == is_waiting) return;
    who->is_waiting = is_waiting;
    struct epoll_event event = {.events = EPOLLIN | (is_waiting ? EPOLLOUT : 0), .data.ptr = who};
    epoll_ctl(set, EPOLL_CTL_MOD, who->descriptor, &event);
}

static void flush(struct session *to) {
    size_t sent = 0;
    while (sent < to->out_count) {
        ssize_t count = send(to->descriptor, to->out + sent, to->out_count - sent, MSG_NOSIGNAL);
        if (count <= 0) break;
        sent += count;
    }
    // One that broke is heard of when it is read.
    int is_full = sent < to->out_count && errno == EAGAIN;
    to->out_count = is_full ? to->out_count - sent : 0;
    if (is_full) memmove(to->out, to->out + sent, to->out_count);
    wait_for_room(to, is_full);
}

static void answer(struct session *to, const char *numeric, const char *room) {
    char line[256];
    append(to, line, snprintf(line, sizeof line, ":floor %s %s %.64s:-\r\n", numeric, to->nick, room));
}

static void join(struct session *who, int number) {
    if (number < 0 || number >= rooms_at_most) return;
    struct room *room = &rooms[number];
    if (room->count == room->capacity) {
        room->capacity = room->capacity * 2 + 16;
        room->members = realloc(room->members, room->capacity * sizeof *room->members);
    }
    room->members[room->count++] = who;
    who->room = number;
    char name[32];
    snprintf(name, sizeof name, "#bench%d ", number);
    answer(who, "366", name);
}

static void leave(struct session *who) {
    if (who->room < 0) return;
    struct room *room = &rooms[who->room];
    for (int index = 0; index < room->count; index++)
        if (room->members[index] == who) { room->members[index] = room->members[--room->count]; return; }
}

static void obey(struct session *who, const char *line, size_t count) {
    if (!strncmp(line, "NICK ", 5)) {
        snprintf(who->nick, sizeof who->nick, "%.*s", (int)(count - 5), line + 5);
        answer(who, "422", "");
    } else if (!strncmp(line, "JOIN #bench", 11)) {
        join(who, atoi(line + 11));
    } else if (!strncmp(line, "PRIVMSG ", 8) && who->room >= 0) {
        char text[longest_line];
        int length = snprintf(text, sizeof text, ":%s!bench@127.0.0.1 %.*s\r\n", who->nick, (int)count, line);
        struct room *room = &rooms[who->room];
        for (int index = 0; index < room->count; index++)
            if (room->members[index] != who) append(room->members[index], text, length);
    }
}

// False when it is gone.
static int take(struct session *who) {
    ssize_t count = recv(who->descriptor, who->in + who->in_count, inbox - who->in_count, 0);
    if (count < 0 && errno == EAGAIN) return 1;
    if (count <= 0) return 0;
    who->in_count += count;
    char *start = who->in, *end = who->in + who->in_count, *newline;
    while ((newline = memchr(start, '\n', end - start))) {
        size_t length = newline - start - (newline > start && newline[-1] == '\r');
        start[length] = 0;
        if (length < longest_line - 128) obey(who, start, length);
        start = newline + 1;
    }
    who->in_count = end - start;
    memmove(who->in, start, who->in_count);
    return who->in_count < inbox;
}

static void part_with(struct session *who) {
    leave(who);
    close(who->descriptor);
    free(who->in);
    free(who->out);
    // It may still be among the dirty ones: what is left of it has nothing to say.
    *who = (struct session){.descriptor = -1, .room = -1, .is_dirty = who->is_dirty};
}

static void admit(int listener) {
    int descriptor, one = 1;
    while ((descriptor = accept4(listener, 0, 0, SOCK_NONBLOCK)) >= 0) {
        struct session *who = calloc(1, sizeof *who);
        who->descriptor = descriptor;
        who->room = -1;
        who->in = malloc(inbox);
        setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = who};
        epoll_ctl(set, EPOLL_CTL_ADD, descriptor, &event);
    }
}

static int listen_on(int port) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096)) {
        perror("floor");
        exit(69);
    }
    return listener;
}

int main(int count, char **arguments) {
    if (count != 2) return 64;
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    int listener = listen_on(atoi(arguments[1]));
    set = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN}, events[512];
    epoll_ctl(set, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int ready = epoll_wait(set, events, 512, -1);
        for (int index = 0; index < ready; index++) {
            struct session *who = events[index].data.ptr;
            if (!who) {
                admit(listener);
                continue;
            }
            if (events[index].events & EPOLLOUT) flush(who);
            if (events[index].events & ~EPOLLOUT && !take(who)) part_with(who);
        }
        for (int index = 0; index < dirty_count; index++) {
            dirty[index]->is_dirty = 0;
            flush(dirty[index]);
        }
        dirty_count = 0;
    }
}
