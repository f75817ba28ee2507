// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPlainTextEdit>

namespace espseal::studio {

// Bytes as hex and characters, eight a line; a range of them can be marked, and a click tells the byte.
class HexView final : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit HexView(QWidget *parent = nullptr);

    void show_bytes(const QByteArray &bytes);
    void mark(qsizetype offset, qsizetype length);

Q_SIGNALS:
    void byte_clicked(qsizetype offset);

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    qsizetype size_ = 0;
};

// "0010  30 82 01 0A ...  0..." for each eight bytes.
[[nodiscard]] QString hex_dump(const QByteArray &bytes);

} // namespace espseal::studio
