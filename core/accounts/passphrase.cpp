#include "core/accounts/passphrase.h"

#include "core/accounts/store_limits.h"
#include "core/async/later.h"
#include "core/base/private_file.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTimer>

#include <openssl/crypto.h>

#include <cstdlib>
#include <cstring>

namespace wharf::accounts {

namespace {

constexpr const char *variable = "WHARFINGER_VAULT_PASSPHRASE";
constexpr qint64 longestPassphrase = 4096;

SharedSecret firstLineOf(QByteArray &bytes)
{
    QByteArrayView line(bytes);
    if (const qsizetype end = line.indexOf('\n'); end >= 0)
        line.truncate(end);
    if (line.endsWith('\r'))
        line.chop(1);
    auto secret = std::make_shared<const Secret>(line);
    wipe(bytes);
    return secret;
}

Result<SharedSecret> orNone(SharedSecret secret)
{
    if (!secret || secret->isEmpty())
        return fail(storeFailure(Kind::Locked, QStringLiteral("no-passphrase")));
    return secret;
}

Result<SharedSecret> readPassphraseFile(const QString &path)
{
    const PrivateFile file(path, Stage::Keychain, longestPassphrase);
    auto bytes = file.read();
    if (!bytes)
        return fail(bytes.error());
    if (!*bytes)
        return fail(file.failure(Kind::Absent));
    return orNone(firstLineOf(**bytes));
}

Task<Result<SharedSecret>> askOnce(QString program, QString question, std::chrono::milliseconds limit)
{
    // Not on the stack: what resumes this coroutine is one of its own signals.
    const std::unique_ptr<QProcess, QScopedPointerDeleteLater> process(new QProcess);
    process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process->setStandardInputFile(QProcess::nullDevice());
    const auto ended = std::make_shared<Later<bool>>();
    const auto end = [ended] {
        if (!ended->isSet())
            ended->set(true);
    };
    QObject::connect(process.get(), &QProcess::finished, process.get(), end);
    QObject::connect(process.get(), &QProcess::errorOccurred, process.get(), [end](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) // it never finishes
            end();
    });
    QTimer::singleShot(limit, process.get(), &QProcess::kill);
    process->start(program, { question }, QIODevice::ReadOnly);
    (void)co_await *ended;
    if (process->error() == QProcess::FailedToStart)
        co_return fail(storeFailure(Kind::Absent, QStringLiteral("askpass")));
    QByteArray output = process->readAllStandardOutput();
    if (process->exitStatus() != QProcess::NormalExit || process->exitCode() != 0) {
        wipe(output);
        co_return fail(storeFailure(Kind::Locked, QStringLiteral("askpass")));
    }
    co_return orNone(firstLineOf(output));
}

Task<Result<SharedSecret>> askForNew(QString program, std::chrono::milliseconds limit)
{
    const auto first = co_await askOnce(
        program, QCoreApplication::translate("Vault", "Choose a passphrase for Wharfinger's vault: "), limit);
    if (!first)
        co_return first;
    const auto second = co_await askOnce(program, QCoreApplication::translate("Vault", "The same passphrase again: "), limit);
    if (second && !(**first == **second))
        co_return fail(storeFailure(Kind::Locked, QStringLiteral("passphrases-differ")));
    co_return second;
}

} // namespace

PassphraseSource PassphraseSource::takeFromEnvironment()
{
    PassphraseSource source;
    if (char *value = std::getenv(variable)) {
        const std::size_t length = std::strlen(value);
        if (length > 0)
            source.given = std::make_shared<const Secret>(QByteArrayView(value, static_cast<qsizetype>(length)));
        // What /proc/PID/environ shows is this very memory.
        OPENSSL_cleanse(value, length);
        qunsetenv(variable);
    }
    source.file = qEnvironmentVariable("WHARFINGER_VAULT_PASSPHRASE_FILE");
    source.askProgram = qEnvironmentVariable("WHARFINGER_ASKPASS");
    if (source.askProgram.isEmpty())
        source.askProgram = qEnvironmentVariable("SSH_ASKPASS");
    return source;
}

Task<Result<SharedSecret>> getPassphrase(PassphraseSource source, PassphraseUse use)
{
    if (source.given)
        co_return orNone(source.given);
    if (!source.file.isEmpty())
        co_return readPassphraseFile(source.file);
    if (source.askProgram.isEmpty())
        co_return orNone(nullptr);
    if (use == PassphraseUse::Create)
        co_return co_await askForNew(source.askProgram, source.askLimit);
    co_return co_await askOnce(source.askProgram,
                               QCoreApplication::translate("Vault", "Passphrase of Wharfinger's vault: "), source.askLimit);
}

} // namespace wharf::accounts
