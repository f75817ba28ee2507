// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/goal_checklist.h"

#include "app/studio/certificates/import_panel.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/text_styles.h"
#include "core/pki/chain.h"

#include <QGridLayout>
#include <QLabel>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

using Items = QList<ImportItem>;

const ImportItem *find_item(const Items &items, bool (*wanted)(const ImportItem &))
{
    const auto found = std::ranges::find_if(items, wanted);
    return found == items.end() ? nullptr : &*found;
}

bool is_trust_anchor(const ImportItem &item)
{
    return item.credential.certificate.is_ca();
}

bool is_leaf(const ImportItem &item)
{
    return !item.credential.certificate.is_ca();
}

bool is_whole_leaf(const ImportItem &item)
{
    return is_leaf(item) && item.has_key();
}

// The CA that signed it, among what was found.
const ImportItem *signer_of(const ImportItem &leaf, const Items &items)
{
    const auto found = std::ranges::find_if(items, [&](const ImportItem &other) {
        return other.credential.certificate.is_ca() && pki::is_signed_by(leaf.credential.certificate, other.credential.certificate);
    });
    return found == items.end() ? nullptr : &*found;
}

QString name_of(const ImportItem &item)
{
    return item.credential.certificate.display_name();
}

} // namespace

GoalChecklist::GoalChecklist(ImportGoal goal, QWidget *parent)
    : QWidget(parent)
    , goal_(goal)
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(1, 1);
    const int lines = goal == ImportGoal::anything ? 0 : goal == ImportGoal::ca ? 1 : 4;
    for (int i = 0; i < lines; ++i)
        lines_.push_back(add_line());
    if (lines == 0)
        hide();
    show_review({});
}

GoalChecklist::Line GoalChecklist::add_line()
{
    auto *grid = static_cast<QGridLayout *>(layout());
    const Line line { new IconLabel(18), make_label({}) };
    const int row = grid->rowCount();
    grid->addWidget(line.icon, row, 0, Qt::AlignTop);
    grid->addWidget(line.text, row, 1);
    return line;
}

void GoalChecklist::say(const Line &line, bool found, const QString &text)
{
    line.icon->show_icon(found ? u"ok"_s : u"pending"_s, found ? Tone::good : Tone::neutral);
    line.text->setText(text);
}

void GoalChecklist::show_review(const ImportReview &review)
{
    if (goal_ == ImportGoal::anything)
        return;
    const ImportItem *ca = find_item(review.items, is_trust_anchor);
    const ImportItem *leaf = find_item(review.items, is_whole_leaf);
    if (!leaf)
        leaf = find_item(review.items, is_leaf);
    const ImportItem *signer = leaf ? signer_of(*leaf, review.items) : nullptr;
    if (signer)
        ca = signer;
    say(lines_.at(0), ca, ca ? tr("CA: %1").arg(name_of(*ca)) : tr("The CA's certificate: whom the board trusts"));
    complete_ = ca;
    if (goal_ == ImportGoal::ca)
        return;
    const bool key = leaf && leaf->has_key();
    say(lines_.at(1), leaf, leaf ? tr("Certificate: %1").arg(name_of(*leaf)) : tr("The board's certificate"));
    say(lines_.at(2), key,
        key                                  ? tr("Its key: %1").arg(leaf->credential.certificate.key().name)
            : leaf && !review.keys.isEmpty() ? tr("The key that came along belongs to another certificate")
                                             : tr("The certificate's private key"));
    say(lines_.at(3), signer,
        signer           ? tr("They belong together: %1 has signed %2").arg(name_of(*signer), name_of(*leaf))
            : leaf && ca ? tr("%1 has not signed %2: the CA in between, or another one, is missing").arg(name_of(*ca), name_of(*leaf))
                         : tr("That they belong together"));
    complete_ = signer && key;
}

} // namespace espseal::studio
