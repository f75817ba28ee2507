// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/device_profile_bar.h"

#include "app/studio/document/device_profile.h"
#include "app/studio/studio.h"
#include "app/studio/widgets/text_styles.h"

#include <QComboBox>
#include <QHBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int buffers[] = { 1024, 2048, 3072, 4096, 6144, 8192 };

// The profile without its buffer: what the first list tells apart.
QString firmware_key(pki::DeviceProfile profile)
{
    profile.buffer = pki::DeviceProfile().buffer;
    return pki::to_string(profile);
}

int add_once(QComboBox &box, const QString &text, const QVariant &data)
{
    if (const int known = box.findData(data); known >= 0)
        return known;
    box.addItem(text, data);
    return box.count() - 1;
}

} // namespace

DeviceProfileBar::DeviceProfileBar(Studio &studio, QWidget *parent)
    : QWidget(parent)
    , studio_(studio)
    , firmware_(new QComboBox)
    , buffer_(new QComboBox)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto *label = make_label(tr("Judged &for"), TextStyle::caption);
    label->setWordWrap(false);
    label->setBuddy(firmware_);
    row->addWidget(label);
    for (const pki::DeviceProfile &profile : known_profiles())
        firmware_->addItem(pki::device_profile_name(profile), firmware_key(profile));
    for (const int bytes : buffers)
        buffer_->addItem(tr("%1-byte buffer").arg(bytes), bytes);
    firmware_->setObjectName(u"device-firmware"_s);
    firmware_->setAccessibleName(tr("The board's firmware"));
    firmware_->setToolTip(tr("The firmware's TLS library decides which keys, chains and sizes fit"));
    buffer_->setObjectName(u"device-buffer"_s);
    buffer_->setAccessibleName(tr("TLS buffer of the board"));
    buffer_->setToolTip(tr("What the firmware passes to espconn_secure_set_size"));
    row->addWidget(firmware_);
    row->addWidget(buffer_);
    row->addStretch(1);
    connect(firmware_, &QComboBox::activated, this, &DeviceProfileBar::choose);
    connect(buffer_, &QComboBox::activated, this, &DeviceProfileBar::choose);
    connect(&studio.document, &PlanDocument::changed, this, &DeviceProfileBar::refresh);
    refresh();
}

void DeviceProfileBar::focus_buffer()
{
    buffer_->setFocus(Qt::ShortcutFocusReason);
}

void DeviceProfileBar::refresh()
{
    const pki::DeviceProfile profile = device_profile(studio_.document.plan());
    firmware_->setCurrentIndex(add_once(*firmware_, pki::device_profile_name(profile), firmware_key(profile)));
    buffer_->setCurrentIndex(add_once(*buffer_, tr("%1-byte buffer").arg(profile.buffer), profile.buffer));
}

void DeviceProfileBar::choose()
{
    Result<pki::DeviceProfile> profile = pki::parse_device_profile(firmware_->currentData().toString());
    if (!profile)
        return studio_.notify(profile.error());
    profile->buffer = buffer_->currentData().toInt();
    if (const Result<void> done = studio_.document.apply(set_device_profile(studio_.document.plan(), *profile)); !done)
        studio_.notify(done.error());
}

} // namespace espseal::studio
