#pragma once

#include "core/accounts/account_checker.h"
#include "core/activity/activity_entry.h"
#include "ui/push/image_lister.h"

namespace wharf {

/// One made-up account of the demonstration, with what is known of it.
struct DemoAccount {
    accounts::Account account;
    accounts::AccountState state;
    QList<accounts::AccessFindings> access;
    bool active = false;
    bool givenToDocker = false;
    bool givenToPodman = false;
};

/// Reads `resources/fixtures/demo.json`; its times count from now.
[[nodiscard]] QList<DemoAccount> demoAccounts(const Clock &clock);

/// Images of a made-up Docker, while `there` says that there is one; Podman is never there.
[[nodiscard]] ui::ImageLister demoImages(const std::shared_ptr<const Clock> &clock, std::shared_ptr<const bool> there);

/// What the accounts have pushed before, the oldest first.
[[nodiscard]] QList<activity::ActivityEntry> demoActivity(const accounts::Accounts &accounts, const QDateTime &now);

} // namespace wharf
