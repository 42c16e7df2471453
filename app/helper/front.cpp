// The half that clients call. Nearly every call is a `get` of a secret that lies unlocked in the desktop's keyring: that is
// answered here, without what the rest needs and takes long to load. Whatever is in the way, the whole half says.
#include "app/helper/answer.h"
#include "app/helper/whole_half.h"
#include "core/accounts/keychain_backend.h"
#include "core/accounts/secret_service_reader.h"
#include "core/accounts/store_choice.h"
#include "core/base/core_dumps.h"
#include "core/base/paths.h"
#include "core/base/standard_streams.h"

#include <cstdio>
#include <cstring>

using namespace wharf;

namespace {

constexpr std::chrono::milliseconds patience { 2'000 };

/// A passphrase stays in the environment for the half that takes it out of there.
bool readsSecretService()
{
    if (accounts::usesKWallet() || qEnvironmentVariableIsSet("WHARFINGER_VAULT_PASSPHRASE")
        || qEnvironmentVariableIsSet("WHARFINGER_VAULT_PASSPHRASE_FILE"))
        return false;
    const auto choice = accounts::chooseStore(qEnvironmentVariable("WHARFINGER_STORE"), paths::vaultFile(), {});
    return choice && choice->kind == accounts::StoreKind::Keychain;
}

struct Outcome {
    std::optional<docker::HelperAnswer> answer;
};

Task<> answerInto(std::shared_ptr<Outcome> outcome, QByteArray input)
{
    const auto store = std::make_shared<accounts::SecretServiceReader>(qgetenv("DBUS_SESSION_BUS_ADDRESS"), patience);
    outcome->answer = co_await docker::answerHelper(QStringLiteral("get"), std::move(input), store,
                                                    accounts::AccountFile(paths::accountFile()));
}

} // namespace

int main(int argc, char **argv)
{
    forbidCoreDumps();
    keepStandardStreams();
    bool inputIsWhole = true;
    if (argc == 2 && std::strcmp(argv[1], "get") == 0 && readsSecretService()) {
        const QByteArray input = helper::readInput();
        const auto outcome = std::make_shared<Outcome>();
        // Its store never waits for an event loop, so it is done here.
        const Task<> task = answerInto(outcome, input);
        if (outcome->answer && !outcome->answer->failure) {
            const int status = helper::print(*outcome->answer);
            helper::mendClientFiles(outcome->answer->host);
            return status;
        }
        inputIsWhole = helper::putBack(input);
    }
    if (inputIsWhole)
        helper::becomeWholeHelper(argv);
    std::puts("A part of Wharfinger's credential helper does not start: libexec/wharfinger/credential-helper. Install Wharfinger again.");
    return 1;
}
