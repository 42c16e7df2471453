#pragma once

#include "app/wharfctl/console.h"
#include "app/wharfctl/options.h"
#include "core/accounts/account_file.h"
#include "core/accounts/credential_store.h"
#include "core/async/stop.h"
#include "core/docker/client_files.h"
#include "core/net/session.h"

#include <QList>

#include <memory>

namespace wharf::ctl {

/// What a command works with; made once by main() and shared with the command's coroutine.
class Workplace {
public:
    Workplace(Options options, Console console);
    ~Workplace();
    Workplace(const Workplace &) = delete;
    Workplace &operator=(const Workplace &) = delete;

    [[nodiscard]] const Options &options() const { return m_options; }
    [[nodiscard]] const Console &console() const { return m_console; }
    [[nodiscard]] const Clock &clock() const { return *m_clock; }
    [[nodiscard]] const accounts::AccountFile &accountFile() const { return m_accountFile; }
    [[nodiscard]] const docker::ClientFiles &clientFiles() const { return m_clientFiles; }
    /// Opened when a command first needs it.
    [[nodiscard]] std::shared_ptr<accounts::CredentialStore> store();

    /// A session that ends when the command is interrupted or its time is up.
    [[nodiscard]] std::shared_ptr<net::Session> session(const registry::RegistryHost &host, const net::HostSettings &settings);
    /// Stopped when the command is interrupted or its time is up.
    [[nodiscard]] std::shared_ptr<Stop> stop() const { return m_stop; }
    void interrupt();
    void timeUp();

    /// The same failure, with a cancel that was the time limit's as what it is.
    [[nodiscard]] Failure explained(const Failure &failure) const;
    /// Console::report() of the explained() failure.
    [[nodiscard]] int report(const Failure &failure, const QString &host) const;

private:
    void endWaits();

    Options m_options;
    Console m_console;
    std::shared_ptr<const Clock> m_clock;
    accounts::AccountFile m_accountFile;
    docker::ClientFiles m_clientFiles;
    std::shared_ptr<accounts::CredentialStore> m_store;
    QList<std::shared_ptr<net::Session>> m_sessions;
    std::shared_ptr<Stop> m_stop = std::make_shared<Stop>();
    bool m_timeUp = false;
    bool m_interrupted = false;
};

/// The account a command means: `--account`, else the active one of the host. Errors: Stage::Input, Kind::NotFound.
[[nodiscard]] Result<accounts::Account> chosenAccount(const Workplace &workplace, const registry::RegistryHost &host);

} // namespace wharf::ctl
