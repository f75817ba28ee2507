// SPDX-License-Identifier: Apache-2.0
#include "core/loader/connect.h"

#include "core/loader/port_errors.h"

using namespace Qt::StringLiterals;

namespace espseal::loader {

namespace {

QString buttons()
{
    return Text::tr("Hold FLASH (GPIO0 to ground), press and release RST, release FLASH, and try again.");
}

Error explain_mode(const QString &port, const BootBanner &banner)
{
    constexpr int watchdog = 4;
    const QString seen = u"rst cause %1, boot mode (%2,%3)"_s.arg(banner.cause).arg(banner.mode).arg(banner.sdio);
    if (banner.cause == watchdog)
        return { ErrorKind::failed, u"reset-loop"_s, Text::tr("The watchdog resets the board on %1 over and over.").arg(port),
            Text::tr("Check its power supply (300 mA at 3.3 V); then: %1").arg(buttons()), seen };
    if (banner.mode == 1)
        return { ErrorKind::failed, u"boot-mode-deaf"_s, Text::tr("The board on %1 is in its loader, but does not hear us.").arg(port),
            Text::tr("Check the wire from the adapter's TX to the board's RX, and that nothing else drives it."), seen };
    if (banner.mode == 3)
        return { ErrorKind::failed, u"boot-mode-run"_s, Text::tr("The board on %1 runs its program (boot mode 3): GPIO0 was high at the reset.").arg(port),
            buttons(), seen };
    if (banner.mode > 3)
        return { ErrorKind::failed, u"boot-mode-gpio15"_s,
            Text::tr("The board on %1 starts in SDIO mode (boot mode %2): GPIO15 is high.").arg(port).arg(banner.mode),
            Text::tr("Pull GPIO15 to ground through 10 kOhm and try again."), seen };
    return { ErrorKind::failed, u"boot-mode-gpio2"_s, Text::tr("The board on %1 cannot start (boot mode %2): GPIO2 is held low.").arg(port).arg(banner.mode),
        Text::tr("Remove what is wired to GPIO2 (D4) and try again."), seen };
}

} // namespace

Error explain_silence(const QString &port, bool can_reset, const std::optional<BootBanner> &banner, const Silence &heard)
{
    if (heard.echo)
        return { ErrorKind::failed, u"line-echo"_s, Text::tr("%1 sends back what we send: its TX and RX are joined.").arg(port),
            Text::tr("Wire the adapter's TX to the board's RX and its RX to the board's TX."), {} };
    if (banner)
        return explain_mode(port, *banner);
    const QString count = u"%1 bytes heard"_s.arg(heard.bytes);
    if (heard.bytes > 0)
        return { ErrorKind::failed, u"line-garbage"_s, Text::tr("The board on %1 sends something, but no answer of the loader: its program runs.").arg(port),
            buttons(), count };
    if (!can_reset)
        return { ErrorKind::failed, u"no-answer"_s, Text::tr("The board on %1 does not answer, and the port has no lines to reset it.").arg(port), buttons(),
            count };
    return { ErrorKind::failed, u"no-answer"_s, Text::tr("Nothing answers on %1, and a reset brings no sign of life.").arg(port),
        Text::tr("Check that it is the board's port, the power, the USB cable (some only charge) and the wires; for boards without automatic reset: %1")
            .arg(buttons()),
        count };
}

} // namespace espseal::loader
