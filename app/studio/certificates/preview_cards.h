// SPDX-License-Identifier: Apache-2.0
// What a form shows of a certificate that is not made yet.
#pragma once

#include "app/studio/certificates/issue_request.h"

class QVBoxLayout;

namespace espseal::studio {

// Subject, dates, key, sizes: a table of rich text.
[[nodiscard]] QString preview_table(const IssuePreview &preview);
// One certificate of several: its name, and its size on the board.
[[nodiscard]] QString preview_line(const IssuePreview &preview);

void clear_cards(QVBoxLayout &column);
// A card for each finding; without any, for what a board gets, the word that it fits.
void show_fit(QVBoxLayout &column, const IssuePreview &preview, const pki::DeviceProfile &device);

} // namespace espseal::studio
