// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/overview_strip.h"

#include "app/studio/theme/icons.h"
#include "app/studio/theme/tones.h"
#include "app/studio/widgets/flow_layout.h"
#include "app/studio/widgets/text_styles.h"

#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

struct Switch {
    CertificateMark mark;
    QString text;
    QString icon;
    Tone tone;
};

QList<Switch> switches()
{
    return {
        { CertificateMark::revoked, OverviewStrip::tr("Revoked"), u"stop"_s, Tone::bad },
        { CertificateMark::expired, OverviewStrip::tr("Expired"), u"error"_s, Tone::bad },
        { CertificateMark::unfit, OverviewStrip::tr("Does not fit"), u"error"_s, Tone::bad },
        { CertificateMark::weak, OverviewStrip::tr("Weak"), u"warning"_s, Tone::caution },
        { CertificateMark::ends_30, OverviewStrip::tr("Ends in 30 days"), u"clock"_s, Tone::caution },
        { CertificateMark::ends_90, OverviewStrip::tr("90 days"), u"clock"_s, Tone::neutral },
        { CertificateMark::ends_365, OverviewStrip::tr("1 year"), u"clock"_s, Tone::neutral },
        { CertificateMark::no_key, OverviewStrip::tr("No key"), u"key"_s, Tone::neutral },
    };
}

} // namespace

int count_marked(const std::vector<CertificateNode> &nodes, CertificateMark mark)
{
    return static_cast<int>(std::ranges::count_if(nodes, [mark](const CertificateNode &node) { return node.marks.testFlag(mark); }));
}

OverviewStrip::OverviewStrip(QWidget *parent)
    : QWidget(parent)
    , calm_(make_label(tr("All in date for more than a year."), TextStyle::caption))
{
    auto *flow = new FlowLayout(this, 6);
    for (const Switch &one : switches()) {
        auto *button = new QPushButton(line_icon(one.icon), one.text, this);
        button->setCheckable(true);
        button->setObjectName(u"mark-%1"_s.arg(static_cast<int>(one.mark)));
        button->setToolTip(tr("Show only these"));
        button->setProperty("compact", true);
        button->hide();
        connect(button, &QPushButton::toggled, this, &OverviewStrip::toggled);
        flow->addWidget(button);
        buttons_.emplace(one.mark, button);
    }
    calm_->setWordWrap(false);
    flow->addWidget(calm_);
}

void OverviewStrip::set_counts(const std::vector<CertificateNode> &nodes)
{
    bool any = false;
    int sooner = 0; // a horizon that adds nothing to the one before says nothing
    for (const Switch &one : switches()) {
        const int count = count_marked(nodes, one.mark);
        const bool horizon = one.mark == CertificateMark::ends_30 || one.mark == CertificateMark::ends_90 || one.mark == CertificateMark::ends_365;
        QPushButton *button = buttons_.at(one.mark);
        const bool show = button->isChecked() || (horizon ? count > sooner : count > 0);
        if (horizon)
            sooner = std::max(sooner, count);
        const QString text = horizon && one.mark != CertificateMark::ends_30 ? tr("Ends in %1").arg(one.text) : one.text;
        button->setText(u"%1  %2"_s.arg(text).arg(count));
        button->setAccessibleName(u"%1: %2"_s.arg(text).arg(count));
        button->setVisible(show);
        any = any || show;
    }
    calm_->setVisible(!any);
    updateGeometry();
}

void OverviewStrip::choose(CertificateMark mark)
{
    for (const auto &[known, button] : buttons_)
        button->setChecked(known == mark);
}

void OverviewStrip::clear()
{
    for (const auto &[mark, button] : buttons_)
        button->setChecked(false);
}

CertificateMarks OverviewStrip::chosen() const
{
    CertificateMarks marks;
    for (const auto &[mark, button] : buttons_)
        marks.setFlag(mark, button->isChecked());
    return marks;
}

void OverviewStrip::toggled()
{
    Q_EMIT chosen_changed(chosen());
}

} // namespace espseal::studio
