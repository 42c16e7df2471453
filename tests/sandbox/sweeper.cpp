#include "tests/sandbox/sweeper.h"

#include "tests/sandbox/kept_process.h"

namespace wharf::sandbox {

Sweeper::Sweeper(const QString &folder, const QString &lockFile, bool asRoot)
{
    m_process.setProcessChannelMode(QProcess::ForwardedChannels);
    startKeeper(m_process, { QStringLiteral("sweep"), lockFile, folder }, asRoot);
}

Sweeper::~Sweeper()
{
    // Longer than the keepers' own patience.
    constexpr int milliseconds = 20'000;
    m_process.closeWriteChannel();
    m_process.waitForFinished(milliseconds);
}

} // namespace wharf::sandbox
