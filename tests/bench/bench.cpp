// SPDX-License-Identifier: Apache-2.0
// Each job is done by espseal and by the tool people use today, on the same virtual device with the line and flash times of a real
// one; the ratio is what counts.
#include "tests/bench/plan_growth.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

using namespace Qt::StringLiterals;

namespace {

constexpr int rounds = 3;

QString ours(const QString &name)
{
    return qEnvironmentVariable("ESPSEAL_BIN_DIR") + u'/' + name;
}

// Seconds of one run; the bench ends if it fails, since a time of a failure says nothing.
double seconds(const QString &program, const QStringList &arguments)
{
    QProcess process;
    QElapsedTimer clock;
    clock.start();
    process.start(program, arguments);
    if (!process.waitForFinished(300'000) || process.exitCode() != 0) {
        std::fprintf(
            stderr, "bench: %s failed\n%s%s", qPrintable(program), process.readAllStandardOutput().constData(), process.readAllStandardError().constData());
        std::exit(1);
    }
    return double(clock.nsecsElapsed()) / 1e9;
}

class Device {
public:
    explicit Device(const QString &flash)
    {
        process_.start(ours(u"espseal-virtual-device"_s), { u"--rfc2217"_s, u"0"_s, u"--exit-with-stdin"_s, u"--line-rate"_s, u"real"_s, u"--flash"_s, flash });
        while (!process_.canReadLine() && process_.waitForReadyRead(20'000)) { }
        port_ = QJsonDocument::fromJson(process_.readLine()).object()["rfc2217"_L1].toString();
    }
    ~Device()
    {
        process_.closeWriteChannel();
        process_.waitForFinished(5000);
    }
    Device(const Device &) = delete;
    Device &operator=(const Device &) = delete;
    [[nodiscard]] QString port() const { return port_; }

private:
    QProcess process_;
    QString port_;
};

struct Job {
    const char *what;
    QString our_program;
    QStringList our_arguments;
    QString peer_program;
    QStringList peer_arguments;
};

// "@" in an argument is the round's number.
QStringList for_round(QStringList arguments, int round)
{
    return arguments.replaceInStrings(u"@"_s, QString::number(round));
}

double median(std::vector<double> times)
{
    std::ranges::sort(times);
    return times[times.size() / 2];
}

void run(const Job &job)
{
    std::vector<double> our_times;
    std::vector<double> peer_times;
    for (int round = 0; round < rounds; ++round) { // in turn, so that a busy machine slows both
        our_times.push_back(seconds(job.our_program, for_round(job.our_arguments, round)));
        peer_times.push_back(seconds(job.peer_program, for_round(job.peer_arguments, round)));
    }
    const double mine = median(our_times);
    const double theirs = median(peer_times);
    std::printf("%-58s %7.2f s  %7.2f s  %5.2f x\n", job.what, mine, theirs, theirs / mine);
    std::fflush(stdout);
}

void write_random(const QString &path, quint32 seed)
{
    std::array<quint32, 1024> words {};
    QRandomGenerator(seed).fillRange(words.data(), words.size());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(reinterpret_cast<const char *>(words.data()), sizeof words) != sizeof words)
        std::exit(1);
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    const QTemporaryDir folder;
    const Device mine(folder.filePath(u"ours.bin"_s));
    const Device theirs(folder.filePath(u"peer.bin"_s));
    for (int round = 0; round < rounds; ++round)
        write_random(folder.filePath(u"credential%1.bin"_s.arg(round)), quint32(round));
    const QString changing = folder.filePath(u"credential@.bin"_s);
    const QString same = folder.filePath(u"credential2.bin"_s);
    const QString espseal = ours(u"espseal"_s);
    const auto esptool = [&](const QStringList &rest) { return QStringList { u"--chip"_s, u"esp8266"_s, u"--port"_s, theirs.port() } + rest; };
    const auto device = [&](const QString &verb, const QStringList &rest) { return QStringList { u"device"_s, verb, u"--port"_s, mine.port() } + rest; };

    std::printf("%-58s %9s  %9s  %7s\n", "job at 115200 baud, median of 3", "espseal", "peer", "faster");
    run({ "identify (peer: esptool flash_id)", espseal, device(u"info"_s, {}), u"esptool"_s, esptool({ u"flash_id"_s }) });
    run({ "write a 4 KB credential and verify (esptool write_flash)", espseal, device(u"write"_s, { u"0x7a000"_s, changing }), u"esptool"_s,
        esptool({ u"write_flash"_s, u"0x7a000"_s, changing }) });
    run({ "the same credential again (esptool write_flash)", espseal, device(u"write"_s, { u"0x7a000"_s, same }), u"esptool"_s,
        esptool({ u"write_flash"_s, u"0x7a000"_s, same }) });
    run({ "read 8 KB back (esptool read_flash)", espseal, device(u"read"_s, { u"0x7a000"_s, u"0x2000"_s, u"--out"_s, folder.filePath(u"read.bin"_s) }),
        u"esptool"_s, esptool({ u"read_flash"_s, u"0x7a000"_s, u"0x2000"_s, folder.filePath(u"peer-read.bin"_s) }) });
    run({ "erase 4 KB (esptool erase_region)", espseal, device(u"erase"_s, { u"0x7c000"_s, u"0x1000"_s }), u"esptool"_s,
        esptool({ u"erase_region"_s, u"0x7c000"_s, u"0x1000"_s }) });
    run({ "make an RSA-2048 key (openssl genrsa)", espseal,
        { u"ca"_s, u"new"_s, u"--cn"_s, u"Bench"_s, u"--key"_s, u"rsa:2048"_s, u"--plain-key"_s, u"--replace"_s, u"--out"_s, folder.filePath(u"ca"_s) },
        u"openssl"_s,
        { u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-subj"_s, u"/CN=Bench"_s, u"-keyout"_s, folder.filePath(u"k.pem"_s), u"-out"_s,
            folder.filePath(u"c.pem"_s) } });
    ::espseal::bench::print_plan_growth();
    return 0;
}
