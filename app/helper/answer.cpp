#include "app/helper/answer.h"

#include "core/base/secret.h"
#include "core/docker/client_files.h"

#include <QFile>

#include <cstdio>

namespace wharf::helper {

// A sign-in has a line of 64 KiB at most; what is beyond that is nobody's sign-in.
static constexpr qint64 mostInput = 1024 * 1024;

QByteArray readInput()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly | QIODevice::Unbuffered))
        return {};
    return input.read(mostInput);
}

int print(docker::HelperAnswer &answer)
{
    const auto size = static_cast<std::size_t>(answer.output.size());
    const bool written = std::fwrite(answer.output.constData(), 1, size, stdout) == size && std::fflush(stdout) == 0;
    wipe(answer.output);
    return written ? answer.exitStatus : 1;
}

void mendClientFiles(const registry::RegistryHost &host)
{
    if (!host.isEmpty())
        static_cast<void>(docker::ensureHelperEntries(docker::ClientFiles::ofThisUser(), { host }, std::chrono::milliseconds(0)));
}

} // namespace wharf::helper
