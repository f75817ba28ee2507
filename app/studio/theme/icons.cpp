// SPDX-License-Identifier: Apache-2.0
#include "app/studio/theme/icons.h"

#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QByteArray drawing(const QString &name)
{
    QFile file(u":/studio/icons/%1.svg"_s.arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void paint(QPainter &painter, const QRectF &rect, QByteArray svg, const QColor &colour)
{
    svg.replace("#000", colour.name(QColor::HexRgb).toLatin1());
    QSvgRenderer renderer(svg);
    renderer.setAspectRatioMode(Qt::KeepAspectRatio);
    painter.save();
    painter.setOpacity(painter.opacity() * colour.alphaF());
    painter.setRenderHint(QPainter::Antialiasing);
    renderer.render(&painter, rect);
    painter.restore();
}

class LineIconEngine final : public QIconEngine {
public:
    LineIconEngine(QByteArray svg, QColor colour)
        : svg_(std::move(svg))
        , colour_(colour)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override { studio::paint(*painter, rect, svg_, colour(mode)); }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal) override { return pixmap(size, mode, state); }

    QIconEngine *clone() const override { return new LineIconEngine(*this); }
    bool isNull() override { return svg_.isEmpty(); }

private:
    QColor colour(QIcon::Mode mode) const
    {
        const QPalette palette = QGuiApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::ButtonText);
        return colour_.isValid() ? colour_ : palette.color(QPalette::ButtonText);
    }
    QByteArray svg_;
    QColor colour_; // invalid: the palette's
};

} // namespace

QIcon line_icon(const QString &name)
{
    return line_icon(name, {});
}

QIcon line_icon(const QString &name, const QColor &colour)
{
    const QByteArray svg = drawing(name);
    return svg.isEmpty() ? QIcon() : QIcon(new LineIconEngine(svg, colour)); // the icon owns its engine
}

void paint_line_icon(QPainter &painter, const QRectF &rect, const QString &name, const QColor &colour)
{
    if (const QByteArray svg = drawing(name); !svg.isEmpty())
        paint(painter, rect, svg, colour);
}

QStringList line_icon_names()
{
    QStringList names = QDir(u":/studio/icons"_s).entryList({ u"*.svg"_s }, QDir::Files, QDir::Name);
    for (QString &name : names)
        name.chop(4);
    return names;
}

} // namespace espseal::studio
