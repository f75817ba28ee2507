// SPDX-License-Identifier: Apache-2.0
#include "core/flash/export_formats.h"
#include "core/flash/layout.h"
#include "core/flash/texts.h"

#include <QXmlStreamWriter>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

// Pixels of a picture 900 wide: a strip to scale, then a row for each region.
constexpr int width = 900;
constexpr int margin = 20;
constexpr int strip_top = 50;
constexpr int strip_height = 60;
constexpr int table_top = 160;
constexpr int row_height = 22;

// Okabe and Ito's colours, told apart with colour blindness; the table names the role as well.
QString colour(RegionRole role)
{
    if (is_code(role))
        return u"#56b4e9"_s;
    if (is_system(role))
        return u"#999999"_s;
    if (is_ca(role))
        return u"#009e73"_s;
    if (is_identity(role))
        return u"#d55e00"_s;
    return role == RegionRole::agent_settings ? u"#cc79a7"_s : u"#f0e442"_s;
}

class Picture {
public:
    explicit Picture(const Plan &plan)
        : plan_(plan)
        , regions_(all_regions(plan))
        , xml_(&bytes_)
    {
    }

    QByteArray draw()
    {
        xml_.setAutoFormatting(true);
        xml_.writeStartDocument();
        xml_.writeStartElement(u"svg"_s);
        xml_.writeDefaultNamespace(u"http://www.w3.org/2000/svg"_s);
        const int height = table_top + row_height * static_cast<int>(regions_.size() + 1) + margin;
        attributes({ { u"width"_s, QString::number(width) }, { u"height"_s, QString::number(height) }, { u"viewBox"_s, u"0 0 %1 %2"_s.arg(width).arg(height) },
            { u"font-family"_s, u"sans-serif"_s }, { u"font-size"_s, u"12"_s } });
        xml_.writeTextElement(u"title"_s, title());
        text(margin, 30, title(), 16);
        strip();
        table();
        xml_.writeEndElement();
        xml_.writeEndDocument();
        return bytes_;
    }

private:
    [[nodiscard]] QString title() const { return u"%1 (%2 %3)"_s.arg(plan_.name, chip_size_name(plan_.chip), map_kind_name(plan_.map)); }
    [[nodiscard]] double x(Address address) const { return margin + double(address.value()) * (width - 2 * margin) / double(plan_.chip.value()); }

    void attributes(std::initializer_list<std::pair<QString, QString>> list)
    {
        for (const auto &[name, value] : list)
            xml_.writeAttribute(name, value);
    }

    void text(int left, int baseline, const QString &content, int size = 12)
    {
        xml_.writeStartElement(u"text"_s);
        attributes({ { u"x"_s, QString::number(left) }, { u"y"_s, QString::number(baseline) }, { u"font-size"_s, QString::number(size) } });
        xml_.writeCharacters(content);
        xml_.writeEndElement();
    }

    void box(double left, int top, double wide, int high, const QString &fill, const QString &hint)
    {
        xml_.writeStartElement(u"rect"_s);
        attributes({ { u"x"_s, QString::number(left, 'f', 2) }, { u"y"_s, QString::number(top) }, { u"width"_s, QString::number(wide, 'f', 2) },
            { u"height"_s, QString::number(high) }, { u"fill"_s, fill }, { u"stroke"_s, u"#333333"_s }, { u"stroke-width"_s, u"0.5"_s } });
        if (!hint.isEmpty())
            xml_.writeTextElement(u"title"_s, hint);
        xml_.writeEndElement();
    }

    void strip()
    {
        const Address end(plan_.chip.value());
        box(x({}), strip_top, x(end) - x({}), strip_height, u"#ffffff"_s, {});
        for (const Region &region : regions_) {
            const double from = x(std::min(region.slot.start, end));
            const double to = x(std::min(region.slot.end(), end));
            box(from, strip_top, std::max(to - from, 2.0), strip_height, colour(region.role), u"%1 %2"_s.arg(region.name, Texts::range(region.slot)));
        }
        for (std::uint64_t eighth = 0; eighth <= 8; ++eighth) {
            const Address at(plan_.chip.value() / 8 * eighth);
            text(static_cast<int>(x(at)) - (eighth == 8 ? 55 : 0), strip_top + strip_height + 18, to_string(at), 10);
        }
    }

    void row(int baseline, const QStringList &cells)
    {
        static constexpr int columns[] = { margin + 24, 220, 400, 580, 680 };
        for (qsizetype i = 0; i < cells.size(); ++i)
            text(columns[i], baseline, cells[i]);
    }

    void table()
    {
        int baseline = table_top;
        row(baseline, { Texts::tr("Region"), Texts::tr("Content"), Texts::tr("Place"), Texts::tr("Size"), Texts::tr("Firmware") });
        for (const Region &region : regions_) {
            baseline += row_height;
            box(margin, baseline - 12, 14, 14, colour(region.role), {});
            const QStringList calls = firmware_calls(region);
            row(baseline,
                { region.name, role_title(region.role), Texts::range(region.slot), to_string(region.slot.size),
                    calls.isEmpty() ? QString() : Texts::tr("sector %1").arg(to_string(region.slot.start.sector())) });
        }
    }

    const Plan &plan_;
    QList<Region> regions_;
    QByteArray bytes_;
    QXmlStreamWriter xml_;
};

} // namespace

QByteArray svg(const Plan &plan)
{
    return Picture(plan).draw();
}

} // namespace espseal::flash
