// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "app/studio/certificates/issue_request.h"

class QLabel;
class QVBoxLayout;

namespace espseal::studio {

class FindingCard;

// What would come out of a form, and whether it fits; or why nothing would.
class PreviewCard final : public QWidget {
    Q_OBJECT
public:
    explicit PreviewCard(QWidget *parent = nullptr);

    void show_error(const Error &error);
    void show_hint(const QString &text);
    // A card for each finding; without any, for what a board gets, the word that it fits.
    void show_one(const IssuePreview &preview);
    void show_set(const QList<IssuePreview> &previews);

private:
    void clear();
    void show_facts(const QString &rich_text);
    void show_findings(const QList<Finding> &findings, bool for_board);

    QLabel *facts_;
    FindingCard *error_;
    QVBoxLayout *cards_;
};

} // namespace espseal::studio
