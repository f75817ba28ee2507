// SPDX-License-Identifier: Apache-2.0
#include "app/studio/keys/password_desk.h"

#include <utility>

namespace espseal::studio {

std::optional<SecureBytes> PasswordDesk::ask(const VaultQuestion &question, const std::stop_token &stop)
{
    std::unique_lock lock(mutex_);
    waiting_ = true;
    answer_.reset();
    QMetaObject::invokeMethod(this, [this, question] { Q_EMIT asked(question); }, Qt::QueuedConnection);
    answered_.wait(lock, stop, [this] { return !waiting_; });
    waiting_ = false;
    return std::exchange(answer_, std::nullopt);
}

void PasswordDesk::settled()
{
    QMetaObject::invokeMethod(this, &PasswordDesk::closed, Qt::QueuedConnection);
}

void PasswordDesk::answer(SecureBytes password)
{
    const std::scoped_lock lock(mutex_);
    if (!waiting_)
        return;
    answer_ = std::move(password);
    waiting_ = false;
    answered_.notify_all();
}

void PasswordDesk::give_up()
{
    const std::scoped_lock lock(mutex_);
    waiting_ = false;
    answered_.notify_all();
}

} // namespace espseal::studio
