// SPDX-License-Identifier: Apache-2.0
#include "app/studio/inspector/describe.h"

#include "app/studio/actions/action_ids.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Inspector", text);
}

FactSection chip_facts(const loader::DeviceInfo &info)
{
    const QString size = info.flash_size ? to_string(*info.flash_size) : tr("not said");
    return { tr("Chip"),
        { { tr("Chip"), info.chip }, { tr("MAC"), info.mac_is_blank ? tr("blank: damaged or cloned chip") : loader::to_string(info.mac).toUpper(), true },
            { tr("Flash"), info.flash_maker.isEmpty() ? size : u"%1, %2"_s.arg(size, info.flash_maker) },
            { tr("Flash id"), u"0x%1"_s.arg(QString::number(info.flash_id, 16)), true }, { tr("Crystal"), tr("%1 MHz").arg(info.crystal_mhz) },
            { tr("Reset by"), info.can_reset ? tr("DTR and RTS") : tr("hand: no reset lines") } } };
}

} // namespace

InspectorContent describe(const DeviceEntry &device)
{
    InspectorContent content { .icon = device.is_virtual ? u"virtual"_s : u"devices"_s,
        .title = device.name(),
        .subtitle = device.is_virtual ? tr("An ESP8266 without hardware, inside this program") : device.description,
        .tone = status_tone(device),
        .status_icon = status_icon(device),
        .status = status_word(device) };
    FactSection place { {}, { { tr("Port"), device.port, true } } };
    if (!device.info)
        place.facts.append({ tr("MAC"), device.mac_text(), true });
    if (device.provisioned.isValid())
        place.facts.append({ tr("Provisioned"), QLocale().toString(device.provisioned, QLocale::ShortFormat) });
    content.sections.append(place);
    if (device.info)
        content.sections.append(chip_facts(*device.info));
    if (device.obstacle)
        content.findings.append({ .code = device.obstacle->code, .message = device.obstacle->message, .fix = device.obstacle->fix });
    content.actions = { action::device_identify, action::device_reset, action::run_watch };
    if (device.is_virtual)
        content.actions.append(action::virtual_stop);
    return content;
}

} // namespace espseal::studio
