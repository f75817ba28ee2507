// SPDX-License-Identifier: Apache-2.0
#include "tests/flash/drawn_plan.h"

#include "core/flash/agent_role.h"
#include "core/flash/suggest.h"
#include "tests/present.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using espseal::test::present;

namespace espseal::flash::test {

namespace {

std::uint64_t number(const QString &text)
{
    return parse_number(text, u"the drawing"_s).value();
}

void set_chip(Plan &plan, const QStringList &words)
{
    plan.chip = Size(number(words.value(0)));
    plan.map = present(map_kind(words.value(1)));
    for (const QString &word : words.sliced(2)) {
        if (word == "2.x"_L1 || word == "3.x"_L1)
            plan.sdk = word == "2.x"_L1 ? Sdk::v2 : Sdk::v3;
        else if (word == "axtls"_L1)
            plan.tls = TlsStack::axtls;
        else if (word == "mbedtls"_L1)
            plan.tls = TlsStack::mbedtls;
        else if (spi_mode(word))
            plan.spi_mode = spi_mode(word);
        else if (spi_speed(word))
            plan.spi_speed = spi_speed(word);
        else if (word.startsWith("firmware="_L1))
            plan.firmware = word.sliced(9);
        else if (word != "espseal"_L1)
            qFatal("drawing: %s?", qUtf8Printable(word));
    }
}

void set_agent(Plan &plan, const QStringList &words)
{
    plan.agent.role = present(agent_role(words.value(1)));
    for (const QString &word : words.sliced(2)) {
        plan.agent.client_verifies |= word == "verifies"_L1;
        plan.agent.client_authenticates |= word == "authenticates"_L1;
        plan.agent.server_verifies |= word == "server-verifies"_L1;
        if (word.startsWith("host="_L1))
            plan.agent.host = word.sliced(5);
    }
}

ImageInfo image_of(Region &region)
{
    if (!region.has_image())
        region.image = { .kind = ImageKind::fota, .file_size = Size(1) };
    return region.image;
}

void set_detail(Region &region, const QString &word)
{
    const QString key = word.section(u'=', 0, 0);
    const QString value = word.section(u'=', 1);
    if (key == "content"_L1)
        region.content = Size(number(value));
    else if (key == "client"_L1)
        region.client_sector = SectorIndex(static_cast<std::uint32_t>(number(value)));
    else if (key == "server"_L1)
        region.server_sector = SectorIndex(static_cast<std::uint32_t>(number(value)));
    else if (key == "pinned"_L1)
        region.pinned = true;
    else if (key == "file"_L1)
        region.file = value;
    else if (key == "credential"_L1)
        region.credential = value;
    else if (key == "made-on-device"_L1)
        region.made_on_device = true;
    else if (key == "image"_L1)
        (region.image = image_of(region)).size_map = static_cast<std::uint8_t>(number(value));
    else if (key == "program"_L1)
        (region.image = image_of(region)).program = static_cast<int>(number(value));
    else if (key == "mode"_L1)
        (region.image = image_of(region)).spi_mode = present(spi_mode(value));
    else if (key == "speed"_L1)
        (region.image = image_of(region)).spi_speed = present(spi_speed(value));
    else if (key == "boot"_L1)
        (region.image = image_of(region)).boot_version = value;
    else if (key == "parts"_L1) { // sizes of the segments, the flash part first
        (region.image = image_of(region)).segments.clear();
        for (const QString &part : value.split(u','))
            region.image.segments += Segment { Size(), 0x40100000, Size(number(part)) };
    } else if (key == "bad-checksum"_L1)
        (region.image = image_of(region)).checksum = { 1, 2 };
    else if (key == "bad-crc"_L1)
        (region.image = image_of(region)).crc = Sum { 1, 2 };
    else
        qFatal("drawing: %s?", qUtf8Printable(word));
}

Region region_of(const QStringList &words)
{
    Region region { .name = words.value(1), .role = present(role_of(words.value(2))) };
    if (words.first() != "unplaced"_L1) {
        const std::uint64_t first = number(words.first().section(u'-', 0, 0));
        const std::uint64_t last = number(words.first().section(u'-', 1));
        region.slot = { Address(first), Size(last + 1 - first) };
    }
    for (const QString &word : words.sliced(3))
        set_detail(region, word);
    return region;
}

} // namespace

Plan drawn(const QString &lines)
{
    Plan plan;
    bool first = true;
    for (const QString &line : trimmed_lines(lines).split(u'\n')) {
        const QStringList words = line.simplified().split(u' ');
        if (std::exchange(first, false))
            set_chip(plan, words);
        else if (words.first() == "programs"_L1)
            plan.regions += program_regions(plan.chip, plan.map);
        else if (words.first() == "agent"_L1)
            set_agent(plan, words);
        else
            plan.regions += region_of(words);
    }
    return plan;
}

QString lines_of(const QList<Finding> &findings)
{
    QStringList lines;
    for (const Finding &finding : findings) {
        QString line = u"%1 %2 %3"_s.arg(finding.code, severity_name(finding.severity), finding.regions.join(u','));
        if (finding.range)
            line += u' ' + to_string(present(finding.range).start) + u'-' + to_string(Address(present(finding.range).end().value() - 1));
        lines += line.simplified();
    }
    lines.sort();
    return lines.join(u'\n');
}

QString trimmed_lines(const QString &text)
{
    QStringList lines;
    for (const QString &line : text.split(u'\n')) {
        if (!line.trimmed().isEmpty())
            lines += line.trimmed();
    }
    return lines.join(u'\n');
}

} // namespace espseal::flash::test
