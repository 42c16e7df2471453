#pragma once

#include <QString>

#include <functional>

namespace wharf::sandbox {

/// Hands out files of this machine's programs and libraries, about `bytes` of them: what layers of real images are made of,
/// and as compressible. The same `start` gives the same files on the same machine, another one others.
void takeRealFiles(qint64 bytes, quint32 start, const std::function<void(const QString &fileName, qint64 size)> &take);

} // namespace wharf::sandbox
