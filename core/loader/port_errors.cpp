// SPDX-License-Identifier: Apache-2.0
#include "core/loader/port_errors.h"

using namespace Qt::StringLiterals;

namespace espseal::loader {

std::unexpected<Error> port_gone(const QString &port, const QString &detail)
{
    return failed(u"port-gone"_s, Text::tr("The connection to %1 broke: the cable was pulled, or the other side closed it.").arg(port),
        Text::tr("Plug the board in again and repeat; what is already right on it is skipped."), detail);
}

std::unexpected<Error> port_stalled(const QString &port)
{
    return failed(u"port-stalled"_s, Text::tr("%1 takes no more data.").arg(port),
        Text::tr("Unplug the adapter, plug it in again and repeat; if it happens again, use another USB port or cable."));
}

std::unexpected<Error> port_without_lines(const QString &port)
{
    return failed(u"port-without-lines"_s, Text::tr("%1 has no DTR and RTS lines, so the board cannot be reset from here.").arg(port),
        Text::tr("Press RST on the board."));
}

std::unexpected<Error> port_failed(const QString &port, const QString &reason)
{
    return failed(u"port-failed"_s, Text::tr("%1 cannot be used: %2.").arg(port, reason),
        Text::tr("Check that it is the board's port, unplug the adapter and plug it in again."));
}

std::unexpected<Error> board_silent(const QString &port)
{
    return failed(u"board-silent"_s, Text::tr("The board on %1 stopped answering.").arg(port),
        Text::tr("Check its power supply and the cable, then try again, at a lower speed if it was a high one."));
}

std::unexpected<Error> line_noise(const QString &port)
{
    return failed(u"line-noise"_s, Text::tr("The line to %1 is disturbed: what arrives makes no sense.").arg(port),
        Text::tr("Use a shorter cable or a lower speed, and make sure that nothing else is wired to the board's RX and TX."));
}

std::unexpected<Error> stopped()
{
    return cancelled(Text::tr("Stopped."));
}

} // namespace espseal::loader
