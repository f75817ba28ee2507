// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/ended_process.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <vector>

#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace espseal::cli::test {

namespace {

struct Region {
    quint64 start = 0;
    quint64 end = 0;
    QByteArray name;
    bool is_writable = false;
    bool is_reserved = false; // the sanitizers' shadow: terabytes without content
};

// /proc/PID/smaps: a line "start-end perms offset dev inode name", then lines "Key: value".
QList<Region> regions_of(const QByteArray &smaps)
{
    QList<Region> regions;
    for (const QByteArray &line : smaps.split('\n')) {
        const QByteArray first = line.left(line.indexOf(' '));
        if (first.contains('-') && !first.endsWith(':')) {
            const qsizetype dash = first.indexOf('-');
            const QByteArray rest = line.mid(first.size() + 1);
            regions.append({ first.left(dash).toULongLong(nullptr, 16), first.mid(dash + 1).toULongLong(nullptr, 16),
                line.contains('[') || line.contains('/') ? line.mid(line.lastIndexOf(' ') + 1) : QByteArray("anonymous"), rest.startsWith("rw"), false });
        } else if (line.startsWith("Rss:") && !regions.isEmpty()) {
            if (line.mid(4).trimmed().startsWith("0 "))
                regions.last().is_reserved = true; // never touched
        } else if (line.startsWith("VmFlags:") && !regions.isEmpty()) {
            Region &region = regions.last();
            // Not in core dumps; small ones (the secure heap) are searched all the same.
            if (line.contains(" dd") && region.end - region.start > (quint64 { 64 } << 20))
                region.is_reserved = true;
        }
    }
    return regions;
}

// Many needles in one pass: their first two bytes say where a closer look is worth it.
class Search {
public:
    explicit Search(const QList<std::pair<QString, QByteArray>> &needles)
        : needles_(needles)
    {
        for (const auto &[name, needle] : needles)
            begins_[pair(needle.constData())] = true;
    }
    template <class Found> void in(QByteArrayView bytes, const Found &found) const
    {
        const char *const last = bytes.end() - 1;
        for (const char *at = bytes.begin(); at < last; ++at) {
            if (!begins_[pair(at)])
                continue;
            for (const auto &[name, needle] : needles_) {
                if (bytes.end() - at >= needle.size() && std::equal(needle.begin(), needle.end(), at))
                    found(name, at - bytes.begin());
            }
        }
    }

private:
    static std::size_t pair(const char *at) { return static_cast<std::uint8_t>(at[0]) << 8 | static_cast<std::uint8_t>(at[1]); }

    const QList<std::pair<QString, QByteArray>> &needles_;
    std::vector<char> begins_ = std::vector<char>(65536);
};

} // namespace

EndedProcess::EndedProcess(const QString &program, const QStringList &arguments, const QString &folder, const QString &logs)
{
    QList<QByteArray> words { QFile::encodeName(program) };
    for (const QString &argument : arguments)
        words.append(argument.toLocal8Bit());
    std::vector<char *> argv;
    for (QByteArray &word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    const QByteArray where = QFile::encodeName(folder);
    const QByteArray out = QFile::encodeName(logs) + "/out.txt";
    const QByteArray err = QFile::encodeName(logs) + "/err.txt";
    process_ = fork();
    if (process_ == 0) {
        setsid(); // no terminal to ask on
        const int nothing = open("/dev/null", O_RDONLY);
        const int to_out = open(out.constData(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        const int to_err = open(err.constData(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        if (nothing < 0 || to_out < 0 || to_err < 0)
            _exit(98);
        if (dup2(nothing, 0) < 0 || dup2(to_out, 1) < 0 || dup2(to_err, 2) < 0 || chdir(where.constData()) != 0 || ptrace(PTRACE_TRACEME, 0, 0, 0) != 0)
            _exit(98);
        execv(argv[0], argv.data());
        _exit(99);
    }
    int state = 0;
    if (process_ < 0 || waitpid(process_, &state, 0) != process_ || !WIFSTOPPED(state)) // stopped by exec
        return;
    ptrace(PTRACE_SETOPTIONS, process_, 0, PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL);
    for (int signal = 0;;) {
        if (ptrace(PTRACE_CONT, process_, 0, signal) != 0 || waitpid(process_, &state, 0) != process_ || !WIFSTOPPED(state))
            return;
        if (state >> 8 == (SIGTRAP | (PTRACE_EVENT_EXIT << 8))) {
            unsigned long code = 0;
            ptrace(PTRACE_GETEVENTMSG, process_, 0, &code);
            const int ended = static_cast<int>(code);
            status_ = WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
            has_ended_ = true;
            return;
        }
        signal = WSTOPSIG(state);
    }
}

EndedProcess::~EndedProcess()
{
    if (process_ <= 0)
        return;
    ptrace(PTRACE_DETACH, process_, 0, 0);
    int state = 0;
    waitpid(process_, &state, 0);
}

QByteArray EndedProcess::of(const char *name) const
{
    QFile file(u"/proc/%1/%2"_s.arg(process_).arg(QLatin1StringView(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList EndedProcess::in_memory(const QList<std::pair<QString, QByteArray>> &needles, qint64 *searched) const
{
    const int memory = open(u"/proc/%1/mem"_s.arg(process_).toLatin1().constData(), O_RDONLY | O_CLOEXEC);
    QStringList found;
    qint64 total = 0;
    constexpr std::size_t piece = std::size_t { 8 } << 20;
    constexpr std::size_t overlap = 256; // longer than any needle
    std::vector<char> bytes(piece + overlap);
    const Search search(needles);
    for (const Region &region : regions_of(of("smaps"))) {
        if (!region.is_writable || region.is_reserved)
            continue;
        for (quint64 at = region.start; at < region.end; at += piece) {
            const auto size = static_cast<std::size_t>(std::min<quint64>(region.end - at, piece + overlap));
            const ssize_t got = pread(memory, bytes.data(), size, static_cast<off_t>(at));
            if (got <= 0)
                continue;
            total += got;
            search.in({ bytes.data(), got }, [&](const QString &name, qsizetype place) {
                found << u"%1 at %2 in %3"_s.arg(name, QString::number(at + static_cast<quint64>(place), 16), QString::fromUtf8(region.name));
            });
        }
    }
    close(memory);
    if (searched)
        *searched = total;
    found.removeDuplicates();
    return found;
}

} // namespace espseal::cli::test
