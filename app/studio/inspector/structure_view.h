// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "app/studio/inspector/asn1_model.h"

class QTreeView;

namespace espseal::studio {

class HexView;

// An ASN.1 structure above, its bytes below; choosing in one marks the other.
class StructureView final : public QWidget {
    Q_OBJECT
public:
    explicit StructureView(QWidget *parent = nullptr);
    void show_der(const QByteArray &der);

private:
    void line_chosen();
    void byte_chosen(qsizetype offset);

    Asn1Model model_;
    QTreeView *tree_;
    HexView *bytes_;
};

} // namespace espseal::studio
