#pragma once

#include "core/accounts/account_checker.h"
#include "core/accounts/credential_store.h"
#include "core/activity/activity_log.h"
#include "core/docker/client_files.h"
#include "core/push/push_queue.h"
#include "ui/diagnosis/diagnosis_run.h"
#include "ui/push/image_lister.h"

class QSettings;

namespace wharf::ui {

/// What the window works on. Made by the program, which owns all of it and outlives the window.
struct Services {
    accounts::AccountBook &book;
    accounts::AccountChecker &checker;
    std::shared_ptr<accounts::CredentialStore> store;
    std::shared_ptr<const Clock> clock;
    docker::ClientFiles clientFiles;
    /// The same that the checker has: a sign-in proves with a session of its own.
    accounts::AccountChecker::SessionFactory sessions;
    Examiner examiner;
    push::PushQueue &pushes;
    ImageLister images;
    activity::ActivityLog &activity;
    QSettings &settings;
    /// Languages there are translations for, as `de`.
    QStringList languages;
};

} // namespace wharf::ui
