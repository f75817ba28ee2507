// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

namespace espseal::studio {

class Studio;

// What the user can do with the keys' vault as such: unlock, lock, another password, plain keys into it.
class KeyControl final : public QObject {
    Q_OBJECT
public:
    explicit KeyControl(Studio &studio, QObject *parent = nullptr);

    void unlock();
    void lock();
    void change_password();
    void encrypt_plain_keys();

private:
    void follow();

    Studio &studio_;
};

} // namespace espseal::studio
