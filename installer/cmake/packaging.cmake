# Packages are described here by CPack; see the packaging issue of each system.
