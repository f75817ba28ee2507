// SPDX-License-Identifier: Apache-2.0
#include "core/loader/connect.h"

#include "core/loader/boot_text.h"
#include "core/loader/port_errors.h"

using namespace Qt::StringLiterals;

namespace espseal::loader {

using namespace std::chrono_literals;

namespace {

constexpr int safe_baud = 115200;
constexpr int sync_attempts = 5;
constexpr auto banner_patience = 400ms;

constexpr std::uint32_t chip_magic_register = 0x40001000;
constexpr std::uint32_t esp8266_magic = 0xFFF0C101;
constexpr std::uint32_t esp32_magic = 0x00F01D83;
constexpr std::uint32_t esp32s2_magic = 0x000007C6;

Error other_chip(const QString &port, std::uint32_t magic)
{
    const QString chip = magic == esp32_magic ? u"ESP32"_s : magic == esp32s2_magic ? u"ESP32-S2"_s : Text::tr("chip of another kind");
    return { ErrorKind::failed, u"other-chip"_s, Text::tr("The board on %1 is no ESP8266 but an %2.").arg(port, chip),
        Text::tr("Connect an ESP8266 or ESP8285; other chips keep their TLS identity in other places."), u"magic 0x%1"_s.arg(magic, 8, 16, QChar(u'0')) };
}

Error stub_running(const QString &port)
{
    return { ErrorKind::failed, u"stub-running"_s, Text::tr("Another tool's flashing helper still runs on the board on %1.").arg(port),
        Text::tr("Hold FLASH, press and release RST, release FLASH, and try again."), {} };
}

Result<void> check_chip(RomLink &link, const std::stop_token &stop)
{
    constexpr int attempts = 3;
    for (int attempt = 1;; ++attempt) {
        const Result<std::uint32_t> magic = link.read_register(chip_magic_register, stop);
        if (magic && *magic == esp8266_magic)
            return {};
        const bool may_be_noise = magic ? attempt < attempts : is_line_fault(magic.error()) && attempt < attempts;
        if (!may_be_noise)
            return failure(magic ? other_chip(link.transport().name(), *magic) : magic.error());
        if (const Result<void> recovered = link.recover(stop); !recovered)
            return recovered;
    }
}

// The board is in its loader now if it ever will be.
Result<void> synchronise(RomLink &link, int baud, Silence &heard, const Job &job)
{
    Transport &transport = link.transport();
    if (const Result<void> set = transport.set_baud(baud); !set)
        return set;
    if (const Result<void> discarded = transport.discard_input(job.stop); !discarded)
        return discarded;
    const Result<std::uint32_t> value = link.sync(sync_attempts, job.stop, &heard);
    if (!value)
        return failure(value.error());
    if (*value == 0)
        return failure(stub_running(transport.name()));
    return check_chip(link, job.stop);
}

// Resets as for the loader and reads the boot mode that the ROM prints.
Result<Entry> diagnose(RomLink &link, const QList<ResetStyle> &styles, const Silence &heard, const Job &job)
{
    Transport &transport = link.transport();
    job.report(Text::tr("Looking why the board on %1 does not answer").arg(transport.name()), 0, 0);
    std::optional<BootBanner> banner;
    for (const int crystal : { 26, 40 }) {
        if (styles.isEmpty() || banner)
            break;
        if (const Result<void> set = transport.set_baud(boot_baud(crystal)); !set)
            return failure(set.error());
        if (const Result<void> discarded = transport.discard_input(job.stop); !discarded)
            return failure(discarded.error());
        if (const Result<void> applied = apply(styles.first(), transport, job.stop); !applied)
            return failure(applied.error());
        const Result<QString> text = listen_for_banner(transport, banner_patience, job.stop);
        if (!text)
            return failure(text.error());
        banner = find_banner(*text);
    }
    return failure(explain_silence(transport.name(), !styles.isEmpty(), banner, heard));
}

// To try, in this order. Without a reset the ROM keeps the speed of the session before.
QList<int> speeds(int wanted, bool resets)
{
    if (resets)
        return wanted > safe_baud ? QList<int> { wanted, safe_baud } : QList<int> { wanted };
    QList<int> usual { safe_baud, 460800, 921600, 230400 };
    usual.removeOne(wanted);
    return QList<int> { wanted } + usual;
}

} // namespace

Result<Entry> enter_loader(RomLink &link, int baud, bool reset_first, const Job &job)
{
    const QList<ResetStyle> styles = reset_first ? loader_resets(link.transport().capabilities()) : QList<ResetStyle>();
    Silence heard;
    for (const int speed : speeds(baud, !styles.isEmpty())) {
        // Once per style with lines, once without any.
        for (qsizetype rung = 0; rung < std::max<qsizetype>(styles.size(), 1); ++rung) {
            const QString style = styles.isEmpty() ? u"none"_s : styles[rung].name;
            job.report(Text::tr("Connecting to %1 at %2 baud").arg(link.transport().name()).arg(speed), static_cast<std::uint64_t>(rung),
                static_cast<std::uint64_t>(styles.size()));
            const Result<void> reset = styles.isEmpty() ? Result<void>() : apply(styles[rung], link.transport(), job.stop);
            const Result<void> ready = reset ? synchronise(link, speed, heard, job) : reset;
            if (ready)
                return Entry { speed, style };
            if (!is_line_fault(ready.error()))
                return failure(ready.error());
        }
    }
    return diagnose(link, styles, heard, job);
}

} // namespace espseal::loader
