// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/certificates/task_panel.h"
#include "app/studio/workspace/credential_store.h"

namespace espseal::studio {

class ComparisonView;

// Two certificates of the list, field by field.
class ComparePanel final : public TaskPanel {
    Q_OBJECT
public:
    ComparePanel(const StoredCredential &left, const StoredCredential &right, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override { return tr("Compare"); }
    [[nodiscard]] QWidget *first_focus() override;

private:
    ComparisonView *view_;
};

} // namespace espseal::studio
